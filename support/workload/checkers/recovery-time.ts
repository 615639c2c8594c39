import { recoveryOf } from '../recovery';
import { spoken, verdict, type Checker } from './checker';

/** Injected to restored, against the objective (RTO); within the measurement's error of it, nobody knows. */
export const recoveryTime: Checker = {
  name: 'recovery-time',
  check: (evidence) => {
    const objectiveMs = evidence.manifest.objectives.rtoMs;
    const { injected, restored, basis } = recoveryOf(evidence);
    if (injected === undefined || restored === undefined) {
      return verdict('recovery-time', 'unknown', `The recovery time is not known: ${basis}.`, {
        objectiveMs,
      });
    }
    const recoveryMs = restored.at - injected.at;
    const errorMs = restored.error + injected.error;
    const measures = { recoveryMs, errorMs, objectiveMs };
    const measured = `recovered after ${spoken(recoveryMs)} (± ${spoken(errorMs)}; ${basis})`;
    const objective = `the objective is less than ${spoken(objectiveMs)}`;
    const say = (text: string): string => `${text}: ${measured}; ${objective}.`;
    if (recoveryMs + errorMs < objectiveMs) return verdict('recovery-time', 'met', say('In time'), measures);
    if (recoveryMs - errorMs >= objectiveMs)
      return verdict('recovery-time', 'missed', say('Too late'), measures);
    return verdict('recovery-time', 'unknown', say('Too close to tell'), measures);
  },
};
