import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after } from 'node:test';
import type { Judgement } from '../../drill/evidence';
import { ManualTimer } from '../../drill/timer';
import type { JournalRecord } from '../../drill/journal/journal-record';
import { openJournal } from '../../drill/journal/journal';
import { readJournal } from '../../drill/journal/read-journal';
import type { TimelineEvent } from '../../drill/timeline';
import { GuardRails } from '../../safety/guard-rails';
import type { AnyAction } from '../actions/action';
import { actions } from '../actions/actions';
import type { DrillDefinition } from '../catalogue/catalogue';
import { Drill } from './drill';
import { fakePorts, type World } from '../ports/fake-drill-ports';
import { runbookNamed } from '../runbook/operation';
import { readScenario } from '../catalogue/scenario';

const checkout = resolve(__dirname, '../../..');
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** As the catalogue has it, which takes longer to read than all of a test. */
function definitionOf(id: string): DrillDefinition {
  const scenarios = join(checkout, 'scenarios');
  const names = readdirSync(scenarios, { recursive: true, encoding: 'utf8' });
  const name = names.find((each) => basename(each) === `${id}.yaml` && !each.startsWith('runbooks'));
  if (name === undefined) throw new Error(`there is no failure scenario "${id}"`);
  const { value: scenario, at } = readScenario(join(scenarios, name));
  const { then, before, due } = scenario;
  return {
    scenario,
    at,
    runbook: runbookNamed(checkout, then.runbook, then.parameters, actions),
    ...(before && { before: runbookNamed(checkout, before.runbook, before.parameters, actions) }),
    ...(due && { due: runbookNamed(checkout, due.runbook, due.parameters, actions) }),
    feature: { file: 'x.feature', line: 1, name: '', tags: [], scenarios: [], runbooks: [] },
  };
}

/** A drill on fakes that note what is done to them, in order. */
export const drillOn = (world: World) => {
  const { ports, done, given } = fakePorts(world);
  const [, scenarioStop] = world.stop ?? [[], []];
  const timer = new ManualTimer();
  const fakes = [...actions.values()].map((action): [string, AnyAction] => [
    action.name,
    { ...action, run: world.actions?.[action.name] ?? world.action ?? (() => Promise.resolve('done')) },
  ]);
  const runFolder = mkdtempSync(join(tmpdir(), 'drill-'));
  folders.push(runFolder);
  const chosen = definitionOf(world.scenario ?? 'confluence-is-killed');
  const drill = new Drill({
    definition: {
      ...chosen,
      scenario: { ...chosen.scenario, stop: [...scenarioStop], blastRadius: world.blastRadius },
    },
    timer,
    ports,
    actions: new Map(fakes),
    guardRails: new GuardRails({
      environment: ports.environment,
      protection: () => Promise.resolve([]),
      disputes: () => Promise.resolve([]),
      ...world.guarded,
    }),
    journal: openJournal(join(runFolder, 'journal')),
    run: 'r',
    seed: 1,
    runFolder,
    title: 'Confluence is killed',
    location: 'x.feature:1',
  });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(drill.folder, file), 'utf8'));
  const records = (): readonly JournalRecord[] =>
    readJournal(join(runFolder, 'journal')).entries.map(({ record }) => record);
  const steps = (): readonly string[] =>
    records().map((record) => (record.type === 'lease' ? record.step : record.type));
  const timeline = (): readonly TimelineEvent[] =>
    readFileSync(join(drill.folder, 'timeline.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TimelineEvent);
  return { drill, done, given, read, records, steps, timer, timeline };
};

/** A drill that is not stopped waits for ever. */
export const SOON = { timeout: 10_000 };

export const resultOf = (judgement: Judgement, checker: string): string | undefined =>
  judgement.verdicts.find((verdict) => verdict.checker === checker)?.result;
