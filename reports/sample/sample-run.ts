import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from '../../support/drill/evidence';
import type { Application, HistoryEvent } from '../../support/drill/history';
import { milliseconds, type Instant } from '../../support/drill/time';
import type { MonitorEvent, TimelineEvent } from '../../support/drill/timeline';

/** Literal evidence for the tests of the reports: one drill, in the shape in which a drill leaves it. */
export interface SampleOptions {
  readonly drill?: string;
  readonly title?: string;
  readonly result?: 'met' | 'missed' | 'unknown';
  readonly reason?: string;
  readonly lost?: readonly string[];
  readonly errors?: readonly string[];
  readonly judged?: boolean;
  readonly stopped?: DrillManifest['stopped'];
  readonly ends?: Injection['ends'];
  readonly blastRadius?: DrillManifest['blastRadius'];
  readonly definition?: string;
  readonly revision?: string;
  /** Its version. */
  readonly firedrill?: string;
}

const at = (value: number, error = 5): Instant => ({ at: milliseconds(value), error: milliseconds(error) });

export function writeSampleDrill(runFolder: string, options: SampleOptions = {}): void {
  const { drill = 'application-crash-confluence', title = 'Confluence is killed in the middle of writes' } =
    options;
  const {
    result = 'met',
    reason = 'no acknowledged write was lost: 87 of 87 present',
    lost = [],
    errors = [],
  } = options;
  const folder = join(runFolder, drill);
  mkdirSync(join(folder, 'host-logs'), { recursive: true });
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  const lines = (name: string, rows: readonly unknown[]) =>
    writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

  const manifest: DrillManifest = {
    version: 1,
    drill,
    title,
    location: 'features/application-crash/confluence.feature:7',
    run: 'sample',
    seed: 1,
    environment: 'staging',
    startedAt: '2026-11-22T10:00:00.000Z',
    endedAt: '2026-11-22T10:01:00.000Z',
    standIns: ['confluence', 'crowd'],
    versions: { firedrill: options.firedrill ?? '0.1.0', mariadb: '10.11.14' },
    ...(options.definition === undefined ? {} : { definition: options.definition }),
    ...(options.revision === undefined ? {} : { revision: options.revision }),
    objectives: { rtoMs: milliseconds(7_200_000), rpoMs: milliseconds(0) },
    expectedDetection: { device: 'Confluence', states: ['Down'], withinMs: milliseconds(60_000) },
    runbook: 'restart-an-application',
    errors,
    steadyForMs: milliseconds(3000),
    ...(options.stopped === undefined ? {} : { stopped: options.stopped }),
    ...(options.blastRadius === undefined ? {} : { blastRadius: options.blastRadius }),
  };
  const injection: Injection = {
    fault: 'kill-process',
    changes: [
      {
        target: 'confluence (i-0a1)',
        change: 'SIGKILL to confluence.service',
        revert: 'start confluence.service',
      },
    ],
    proof: {
      result: 'installed',
      observed: 'confluence.service failed, killed by signal 9; port 8090 refuses',
    },
    reverted: true,
    ...(options.ends === undefined ? {} : { ends: options.ends }),
  };
  const step = (number: number, from: number, to: number): RunbookRecord['steps'][number] => ({
    step: number,
    title: number === 1 ? 'Look at the unit' : 'Start the application',
    action: number === 1 ? 'check-unit' : 'start-unit',
    parameters: { instance: 'confluence' },
    commands: ['ssh confluence sudo systemctl start confluence.service'],
    expected: 'the unit is active',
    budgetMs: milliseconds(60_000),
    startedAt: milliseconds(from),
    endedAt: milliseconds(to),
    outcome: 'succeeded',
    observed: 'active (running)',
  });
  const timeline: TimelineEvent[] = [
    { moment: 'injected', ...at(10_000), detail: 'confluence.service was killed' },
    { moment: 'observable', ...at(10_300), detail: 'a write failed with 503' },
    { moment: 'detected', ...at(13_100, 40), detail: 'InterMapper says Confluence is down' },
    { moment: 'step-started', ...at(13_200), detail: 'Look at the unit', step: 1 },
    { moment: 'step-ended', ...at(14_000), detail: 'failed', step: 1, outcome: 'succeeded' },
    { moment: 'restored', ...at(17_000), detail: 'requests succeed again' },
  ];
  const monitorEvents: MonitorEvent[] = [
    { ...at(13_100, 40), device: 'Confluence', tag: 'DOWN', message: 'Was up for 2 minutes', line: '' },
    { ...at(17_900, 40), device: 'Confluence', tag: 'UP  ', message: 'Was down for 4 seconds', line: '' },
  ];
  const judgement: Judgement = {
    version: 1,
    drill,
    result,
    recoveryMs: milliseconds(7000),
    phases: [
      { name: 'unnoticed', from: at(10_000), to: at(10_300) },
      { name: 'undetected', from: at(10_300), to: at(13_100, 40) },
      { name: 'recovering', from: at(13_100, 40), to: at(17_000) },
    ],
    verdicts: [
      {
        checker: 'no-acknowledged-write-lost',
        result,
        reason,
        measures: { acknowledged: 87, lost: lost.length },
        ids: { lost, corrupted: [], unaccounted: [] },
      },
    ],
  };
  json('manifest.json', manifest);
  json('injection.json', injection);
  json('runbook.json', {
    id: 'restart-an-application',
    title: 'Restart an application',
    steps: [step(1, 13_200, 14_000), step(2, 14_000, 16_500)],
  });
  lines('timeline.jsonl', timeline);
  lines('monitor-events.jsonl', monitorEvents);
  lines('history.jsonl', sampleHistory());
  if (options.judged !== false) json('verdicts.json', judgement);
  writeFileSync(join(folder, 'host-logs', 'confluence.log'), 'killed\n');
}

/** Three applications at three requests a second for 30 s; Confluence's fail from second 10 to 17. */
function sampleHistory(): HistoryEvent[] {
  const applications: Application[] = ['confluence', 'jira', 'alfresco'];
  const events: HistoryEvent[] = [];
  let operation = 0;
  for (let time = 0; time < 30_000; time += 333) {
    for (const application of applications) {
      const down = application === 'confluence' && time >= 10_000 && time < 17_000;
      const facts = {
        operation: operation++,
        application,
        kind: 'write' as const,
        key: `k-${String(operation)}`,
      };
      events.push({ ...facts, at: milliseconds(time), type: 'invoked' });
      events.push({
        ...facts,
        at: milliseconds(time + 20),
        type: down ? 'unknown' : 'ok',
        status: down ? 503 : 200,
      });
    }
  }
  return events;
}

/** Cucumber's messages of a run with these scenarios. */
export function sampleMessages(
  scenarios: readonly {
    readonly drill: string;
    readonly title: string;
    readonly status: string;
    readonly message?: string;
  }[],
): object[] {
  return scenarios.flatMap(({ drill, title, status, message }, index) => {
    const n = String(index);
    return [
      {
        pickle: {
          id: `p-${drill}`,
          uri: 'features/x.feature',
          name: title,
          tags: [{ name: `@scenario:${drill}`, astNodeId: '' }],
          astNodeIds: [],
        },
      },
      { testCase: { id: `c${n}`, pickleId: `p-${drill}` } },
      { testCaseStarted: { id: `s${n}`, testCaseId: `c${n}` } },
      {
        testStepFinished: {
          testCaseStartedId: `s${n}`,
          testStepResult: { status, ...(message === undefined ? {} : { message }) },
        },
      },
      { testCaseFinished: { testCaseStartedId: `s${n}`, willBeRetried: false } },
    ];
  });
}
