import type { DrillManifest, Injection, Judgement } from '../drill/evidence';
import type { Evidence } from '../drill/evidence-folder';
import { stopText } from '../drill/stop-condition';
import { milliseconds } from '../drill/time';
import { worst, type Verdict } from '../drill/verdict';
import { runChecker, verdict, type Checker } from './checkers/checker';
import { detectedByMonitor } from './checkers/detected-by-monitor';
import { faultInjected } from './checkers/fault-injected';
import { interruption } from './checkers/interruption';
import { migratedContentIntact } from './checkers/migrated-content-intact';
import { noAcknowledgedWriteLost } from './checkers/no-acknowledged-write-lost';
import { outcome } from './checkers/outcome';
import { recoveryTime } from './checkers/recovery-time';
import { refusedBeforeAChange } from './checkers/refused-before-a-change';
import { runbookFollowed } from './checkers/runbook-followed';
import { seedContentIntact } from './checkers/seed-content-intact';
import { phasesOf } from './phases';
import { recoveryOf } from './recovery';

const ofFailure: readonly Checker[] = [
  faultInjected,
  detectedByMonitor,
  runbookFollowed,
  recoveryTime,
  noAcknowledgedWriteLost,
  seedContentIntact,
];

/** Nothing broke, so there is nothing to detect; but it may have met something on its way, which was injected. */
const ofOperation = ({ operation }: DrillManifest, injection: Injection | undefined): readonly Checker[] => [
  ...(injection === undefined ? [] : [faultInjected]),
  operation?.refused === undefined ? runbookFollowed : refusedBeforeAChange,
  interruption,
  noAcknowledgedWriteLost,
  seedContentIntact,
  ...(operation?.brings === undefined ? [] : [migratedContentIntact]),
];

/** What a drill is judged by. */
export const checkersOf = ({
  manifest,
  injection,
}: Pick<Evidence, 'manifest' | 'injection'>): readonly Checker[] => [
  ...(manifest.operation === undefined ? ofFailure : ofOperation(manifest, injection)),
  ...(manifest.outcome === undefined ? [] : [outcome]),
];

/** Judges a drill from its evidence alone: `judge(loadEvidence(folder))`, now or years later. Never throws. */
export function judge(evidence: Evidence): Judgement {
  const verdicts = [
    ...checkersOf(evidence).map((checker) => runChecker(checker, evidence)),
    ...stopped(evidence),
    ...harness(evidence),
  ];
  const recovery = attempt(() => recoveryOf(evidence));
  const { injected, restored } = recovery ?? {};
  return {
    version: 1,
    drill: evidence.manifest.drill,
    result: mayBeDecided(evidence) ? worst(verdicts.map(({ result }) => result)) : 'unknown',
    verdicts,
    phases: attempt(() => phasesOf(evidence)) ?? [],
    ...(injected === undefined || restored === undefined || evidence.manifest.operation !== undefined
      ? {}
      : { recoveryMs: milliseconds(restored.at - injected.at) }),
  };
}

/** What was not broken, or not begun, as far as anybody saw, has neither survived nor failed; nor has what was cut off. */
const mayBeDecided = ({ injection, runbook, manifest }: Evidence): boolean =>
  manifest.cut === undefined &&
  (injection === undefined ? manifest.operation !== undefined : injection.proof.result === 'installed') &&
  (manifest.operation === undefined || runbook !== undefined);

/** A drill that was stopped did not come to its end: it is missed by what had gone wrong before, and never met. */
function stopped({ manifest }: Evidence): readonly Verdict[] {
  if (manifest.stopped === undefined) return [];
  const text = stopText(manifest.stopped);
  return [verdict('stop-conditions', 'unknown', `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)];
}

/** A harness that erred may have seen wrong, so nothing that it saw is certain. */
function harness({ manifest, torn }: Evidence): readonly Verdict[] {
  const errors = [...manifest.errors, ...torn.map((file) => `the last line of ${file} is cut off`)];
  if (manifest.endedAt === undefined) errors.push('the drill was not ended in order');
  if (errors.length === 0) return [];
  const reason = `The harness itself had trouble: ${errors.join('; ')}.`;
  return [verdict('harness', 'unknown', reason, { errors: errors.length })];
}

/** What cannot be derived is left out; the checker that needs it says why. */
function attempt<T>(derive: () => T): T | undefined {
  try {
    return derive();
  } catch {
    return undefined;
  }
}
