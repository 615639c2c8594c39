import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../support/drill/journal/journal';
import type { JournalRecord } from '../../support/drill/journal/journal-record';
import type { AcceptanceFacts } from '../acceptance/acceptance-facts';
import { decide } from '../acceptance/decide';
import { namespaceOf } from '../acceptance/ssh-keygen';
import { writePack } from '../acceptance/write-pack';
import { runRecord, type RunRecord } from '../run-record';
import { writeReports } from '../write-reports';
import { sampleMessages, writeSampleDrill, type SampleOptions } from './sample-run';

/** An hour after the sample's drills ended. */
export const DECIDED_AT = new Date('2026-11-22T11:01:00.000Z');
export const DRILLED_REVISION = 'r-000000000001';
export const TARGET_REVISION = 'r-000000000002';

export const sampleDrills: readonly Required<Pick<SampleOptions, 'drill' | 'title'>>[] = [
  { drill: 'confluence-is-killed', title: 'Confluence is killed in the middle of writes' },
  { drill: 'jira-is-stopped', title: "Jira's instance is stopped" },
  { drill: 'everything-is-restored-from-off-site', title: 'Only the off-site copy is left' },
];

/** A run of these drills in a folder of its own, with journal, messages and reports, as a run leaves it. */
export async function writeSampleRun(
  runFolder: string,
  drills: readonly SampleOptions[] = sampleDrills,
): Promise<RunRecord> {
  mkdirSync(runFolder, { recursive: true });
  const ids = drills.map(({ drill = '', title = '', ...rest }) => ({ drill, title, ...rest }));
  for (const drill of ids) writeSampleDrill(runFolder, drill);
  const messages = sampleMessages(ids.map(({ drill, title }) => ({ drill, title, status: 'passed' })));
  writeFileSync(
    join(runFolder, 'messages.ndjson'),
    messages.map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
  const journal = openJournal(join(runFolder, 'run.journal'), {
    now: () => new Date('2026-11-22T10:00:00.000Z'),
  });
  const records: readonly JournalRecord[] = [
    {
      ...{ type: 'run-opened', run: 'sample', environment: 'staging', seed: 1 },
      supervisor: { pid: 1, started: '0' },
    },
    ...ids.flatMap(({ drill, result = 'met' }): readonly JournalRecord[] => [
      { type: 'drill-begun', drill, folder: drill },
      { type: 'drill-judged', drill, result },
    ]),
    { type: 'run-closed', result: 'met' },
  ];
  for (const record of records) journal.append(record);
  journal.close();
  await writeReports(runFolder, {
    ...{ run: 'sample', environment: 'staging', seed: 1, notes: [] },
    startedAt: '2026-11-22T10:00:00.000Z',
    endedAt: '2026-11-22T10:01:00.000Z',
  });
  return runRecord.parse(JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8')));
}

/** Facts by which a run is accepted, but for what is given. */
export function sampleFacts(run: RunRecord, given: Partial<AcceptanceFacts> = {}): AcceptanceFacts {
  const names = run.drills.map(({ drill }) => drill);
  return {
    environment: 'staging',
    for: 'production',
    now: DECIDED_AT,
    run,
    runProblems: [],
    judgedAgain: new Map(run.drills.map(({ drill, result }) => [drill, result])),
    scenarios: names.map((id) => ({
      ...{ id, class: 'application-crash', marked: true },
      component: id.slice(0, id.indexOf('-')),
    })),
    gaps: {
      problems: [],
      explained: [{ class: 'attack', components: ['monitor', 'offsite'], because: 'Not drilled yet.' }],
    },
    later: [],
    restoredFromOffSite: ['everything-is-restored-from-off-site'],
    configuration: {
      drilled: new Map(names.map((name) => [name, DRILLED_REVISION])),
      declared: new Map([['staging', DRILLED_REVISION]]),
      drilledOn: new Map(names.map((name) => [name, 'staging'])),
      target: TARGET_REVISION,
      differences: [],
    },
    guardRails: {
      leases: { armed: 3, problems: [] },
      refused: { asked: 40, letThrough: [] },
      tests: { passed: 60, failed: 0 },
    },
    policy: {
      runAgeMs: 24 * 3_600_000,
      offSiteRestoreAgeMs: 24 * 3_600_000,
      roles: ['operations', 'service-owner'],
      exceptions: [],
    },
    ...given,
  };
}

/** A pack of an accepted sample run, below a folder: `<folder>/pack`. */
export async function writeSamplePack(
  folder: string,
  drills: readonly SampleOptions[] = sampleDrills,
  given: Partial<AcceptanceFacts> = {},
): Promise<string> {
  const runFolder = join(folder, 'run');
  const run = await writeSampleRun(runFolder, drills);
  const pack = join(folder, 'pack');
  await writePack({
    ...{ pack, runFolder, run, decision: decide(sampleFacts(run, given)) },
    lookedAt: new Map([['acceptance.yaml', 'version: 1\n']]),
  });
  return pack;
}

/** A new key without a passphrase. @returns the private key's file; its public half is beside it, `.pub` */
export function makeKey(folder: string, name: string): string {
  const key = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', key]);
  return key;
}

/** A line of `allowed_signers`. */
export const allowedLine = (signer: string, role: string, key: string): string => {
  const [type = '', body = ''] = readFileSync(`${key}.pub`, 'utf8').split(' ');
  return `${signer} namespaces="${namespaceOf(role)}" ${type} ${body}\n`;
};
