import { sequencePicture, type SequenceRow } from '../../../reports/design/sequence-picture';
import type { Picture } from '../../../reports/design/picture';
import type { Environment } from '../../environment/environment';
import { inWords } from '../../recovery/runbook/render-runbook';
import type { FilledRunbook, RunbookStep } from '../../recovery/runbook/runbook';

const OPERATOR = 'operator';

/** Whether the environment has every instance that the runbook names. */
export const isForInstancesOf = (runbook: FilledRunbook, { instances }: Environment): boolean =>
  runbook.steps.every((step) =>
    [step.target, ...alsoConcerned(step)].every((name) => instances.some((one) => one.name === name)),
  );

/** A runbook as what an operator has each instance do, step by step. Throws where the environment lacks one of them. */
export function runbookSequence(runbook: FilledRunbook, environment: Environment): Picture {
  const concerned = new Set(runbook.steps.flatMap((step) => [step.target, ...alsoConcerned(step)]));
  const lanes = environment.instances.map(({ name }) => name).filter((name) => concerned.has(name));
  const rows = runbook.steps.map((step, index): SequenceRow => {
    return {
      ...{ kind: 'message', from: OPERATOR, to: step.target, also: alsoConcerned(step) },
      text: `${String(index + 1)}. ${step.title}: within ${inWords(step.budget)}`,
    };
  });
  return sequencePicture(
    runbook.id,
    `Runbook “${runbook.title}”: ${runbook.steps.map(({ title, target }, index) => `${String(index + 1)}. ${title} (${target})`).join('; ')}.`,
    {
      lanes: [{ id: OPERATOR, title: 'Operator' }, ...lanes.map((name) => ({ id: name, title: name }))],
      rows,
    },
  );
}

/** The instances that a step names besides its target. */
const alsoConcerned = ({ target, parameters }: RunbookStep): readonly string[] =>
  (parameters['instances'] ?? '').split(/\s+/).filter((name) => name !== '' && name !== target);
