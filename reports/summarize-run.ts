import { createHash } from 'node:crypto';
import type { DrillManifest } from '../support/drill/evidence';
import { worst, type VerdictResult } from '../support/drill/verdict';
import { stopText } from '../support/drill/stop-condition';
import type { DrillEvidence } from './drill-evidence';
import type { CucumberOutcome } from './cucumber-outcomes';
import { isSkipped } from './drill-figures';
import type { DrillRecord, RunRecord } from './run-record';

export interface RunFacts {
  readonly run: string;
  readonly environment: string;
  readonly seed: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly notes: readonly string[];
}

/** Joins what cucumber said with what the evidence says; where they disagree, the worse holds. */
export function summarizeRun(
  facts: RunFacts,
  outcomes: readonly CucumberOutcome[],
  evidence: readonly DrillEvidence[],
): RunRecord {
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  const told = new Set(outcomes.map(({ drill }) => drill));
  const untold = evidence
    .filter(({ manifest }) => !told.has(manifest.drill))
    .map(({ manifest }) => ({
      drill: manifest.drill,
      title: manifest.title,
      location: manifest.location,
      status: 'unknown',
      message: "cucumber's messages do not name it",
    }));
  const drills = [...outcomes, ...untold].map((outcome) =>
    drillRecordOf(outcome, byDrill.get(outcome.drill)),
  );
  return {
    version: 1,
    ...facts,
    notes: [...facts.notes],
    result: worst(drills.map(({ result }) => result)),
    drills,
  };
}

const NOT_BEGUN = 'it did not begin: the run was out of time, or was interrupted';

function drillRecordOf(outcome: CucumberOutcome, evidence: DrillEvidence | undefined): DrillRecord {
  const { drill, title, location, status, message } = outcome;
  const cucumber = { status, message };
  if (evidence === undefined) {
    return {
      drill,
      title,
      location,
      folder: '',
      result: 'unknown',
      reason: isSkipped(status)
        ? NOT_BEGUN
        : `no evidence was written: ${message || `cucumber says ${status}`}`,
      cucumber,
      phases: [],
      verdicts: [],
      requests: {},
      standIns: [],
      versions: {},
      errors: [],
    };
  }
  const { manifest, judgement, injection, runbook, load } = evidence;
  const result = resultOf(outcome, evidence);
  return {
    drill,
    title,
    location,
    folder: evidence.folder,
    result,
    reason: result === 'met' ? '' : reasonOf(outcome, evidence),
    cucumber,
    startedAt: manifest.startedAt,
    ...(manifest.endedAt === undefined ? {} : { endedAt: manifest.endedAt }),
    ...(judgement?.recoveryMs === undefined ? {} : { recoveryMs: judgement.recoveryMs }),
    rtoMs: manifest.objectives.rtoMs,
    ...(manifest.scenario === undefined ? {} : { scenario: manifest.scenario }),
    ...fingerprintOf(manifest),
    phases: (judgement?.phases ?? []).map(({ name, from, to }) => ({ name, from, to })),
    verdicts: (judgement?.verdicts ?? []).map(({ ids, ...verdict }) => ({
      ...verdict,
      measures: { ...verdict.measures },
      ...(ids === undefined
        ? {}
        : { ids: { lost: [...ids.lost], corrupted: [...ids.corrupted], unaccounted: [...ids.unaccounted] } }),
    })),
    ...(injection === undefined
      ? {}
      : {
          injection: {
            fault: injection.fault,
            proof: injection.proof.result,
            observed: injection.proof.observed,
            reverted: injection.reverted,
          },
        }),
    ...(runbook === undefined
      ? {}
      : {
          runbook: {
            id: runbook.id,
            title: runbook.title,
            steps: runbook.steps.map(({ step, title: name, action, outcome: end, ...rest }) => ({
              step,
              title: name,
              action,
              outcome: end,
              startedAt: rest.startedAt,
              endedAt: rest.endedAt,
              budgetMs: rest.budgetMs,
              observed: rest.observed,
            })),
          },
        }),
    requests: Object.fromEntries(load.map(({ application, counts }) => [application, { ...counts }])),
    standIns: [...manifest.standIns],
    versions: { ...manifest.versions },
    errors: [...manifest.errors],
    ...blastRadiusOf(manifest),
    ...stoppedOf(evidence),
    ...(manifest.cut === undefined ? {} : { cut: manifest.cut }),
  };
}

/** Absent where the evidence does not tell all that a drill rests on, or where the checkout had changes of its own. */
function fingerprintOf({ definition, revision, versions }: DrillManifest): Pick<DrillRecord, 'fingerprint'> {
  if (definition === undefined || revision === undefined) return {};
  if (versions['firedrill']?.endsWith('.dirty') !== false) return {};
  const sorted = Object.entries(versions).sort(([a], [b]) => a.localeCompare(b));
  const all = JSON.stringify([definition, revision, sorted]);
  return { fingerprint: createHash('sha256').update(all).digest('hex').slice(0, 16) };
}

function blastRadiusOf({ blastRadius }: DrillManifest): Pick<DrillRecord, 'blastRadius'> {
  return blastRadius === undefined ? {} : { blastRadius };
}

function stoppedOf({ manifest: { stopped }, timeline }: DrillEvidence): Pick<DrillRecord, 'stopped'> {
  if (stopped === undefined) return {};
  const injected = timeline.find(({ moment }) => moment === 'injected');
  return {
    stopped: { ...stopped, ...(injected === undefined ? {} : { afterMs: stopped.at - injected.at }) },
  };
}

function resultOf({ status }: CucumberOutcome, { judgement, manifest }: DrillEvidence): VerdictResult {
  if (judgement === undefined) return 'unknown';
  // Judged met, and yet a step, a hook or the harness failed: whether the objective holds is not known.
  if (judgement.result === 'met' && (status !== 'passed' || manifest.errors.length > 0)) return 'unknown';
  return judgement.result;
}

function reasonOf({ status, message }: CucumberOutcome, { judgement, manifest }: DrillEvidence): string {
  if (manifest.cut !== undefined) return `it was cut off: ${manifest.cut}`;
  if (manifest.stopped !== undefined) {
    const missed = judgement?.verdicts.filter(({ result }) => result === 'missed') ?? [];
    return [stopText(manifest.stopped), ...missed.map(({ reason }) => reason)].join('; before that: ');
  }
  if (judgement === undefined) return `it was not judged: ${manifest.errors[0] ?? (message || status)}`;
  const against = judgement.verdicts.filter(({ result }) => result !== 'met');
  const worstFirst = [...against].sort(
    (a, b) => Number(b.result === 'missed') - Number(a.result === 'missed'),
  );
  return worstFirst[0]?.reason ?? manifest.errors[0] ?? (message || `cucumber says ${status}`);
}
