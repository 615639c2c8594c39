import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  allowedLine,
  DECIDED_AT,
  makeKey,
  sampleDrills,
  writeSampleRun,
} from '../../../reports/sample/sample-acceptance';
import { signPack } from '../../../reports/acceptance/sign-pack';
import { verifyContents, verifyPack } from '../../../reports/acceptance/verify-pack';
import type { Decision } from '../../../reports/acceptance/decision';
import type { RunRecord } from '../../../reports/run-record';
import type { DrillManifest, RunbookRecord } from '../../drill/evidence';
import { openJournal } from '../../drill/journal/journal';
import { leaseId } from '../../drill/lease';
import { renderConfiguration, revisionOf } from '../../environment/configuration';
import { componentsOf } from '../../environment/environment';
import type { Catalogue, DrillDefinition } from '../../recovery/catalogue/catalogue';
import { failureClasses } from '../../recovery/catalogue/scenario';
import { wholeDrill } from '../../workload/literal-evidence';
import { chooseEnvironment } from '../environment/environment-file';
import { CHECKOUT } from '../settings';
import { acceptRun } from './accept-run';
import { refusedOn } from './refused-on';

const staging = chooseEnvironment('staging');
const revision = revisionOf(renderConfiguration(staging.environment));
const { signal } = new AbortController();

/** A run's folder as a run leaves it, and the decision on it. Its evidence is a sample, which is not enough to be judged met. */
describe('accepting a run', () => {
  const root = mkdtempSync(join(tmpdir(), 'accept-run-'));
  const original = join(root, 'original');
  let folder: string;
  let record: RunRecord;
  let production: ReturnType<typeof chooseEnvironment>;
  let made = 0;

  before(async () => {
    record = await writeSampleRun(original);
    for (const { drill } of sampleDrills)
      change<DrillManifest>(join(original, drill, 'manifest.json'), (each) => ({ ...each, revision }));
    production = chooseEnvironment('production');
  });
  after(() => rmSync(root, { recursive: true }));
  beforeEach(() => {
    made += 1;
    folder = join(root, `run-${String(made)}`);
    cpSync(original, folder, { recursive: true });
  });

  function change<T>(file: string, how: (value: T) => T): void {
    writeFileSync(file, JSON.stringify(how(JSON.parse(readFileSync(file, 'utf8')) as T)));
  }

  const definition = (id: string, tags: readonly string[] = ['@acceptance']): DrillDefinition =>
    ({
      scenario: { id, class: 'application-crash', component: id.slice(0, id.indexOf('-')) },
      feature: { tags },
    }) as unknown as DrillDefinition;

  const accepted = async (
    given: Partial<Parameters<typeof acceptRun>[0]> = {},
  ): Promise<{ readonly decision: Decision; readonly pack: string }> =>
    acceptRun({
      ...{ root: CHECKOUT, now: DECIDED_AT, drilled: [staging], target: production, later: [] },
      chosen: { folder, record },
      catalogue: { drills: sampleDrills.map(({ drill }) => definition(drill)) } as unknown as Catalogue,
      acceptance: {
        ...{ version: 1, roles: ['operations'], exceptions: [] },
        notOlderThan: { run: 86_400_000, offSiteRestore: 86_400_000, pack: 86_400_000 },
      } as unknown as Parameters<typeof acceptRun>[0]['acceptance'],
      refused: { asked: 3, letThrough: [] },
      tests: { passed: 9, failed: 0, output: 'TAP version 13\n' },
      packs: join(root, `packs-${String(made)}`),
      ...given,
    });
  const check = ({ decision }: { readonly decision: Decision }, id: string) =>
    decision.checks.find((each) => each.id === id);

  /** Evidence of each drill that is judged met, in the place of the sample's. */
  const withWholeEvidence = (): void => {
    const lines = (values: readonly unknown[]): string =>
      values.map((value) => `${JSON.stringify(value)}\n`).join('');
    for (const { drill } of sampleDrills) {
      const { history, timeline, monitorEvents, readback, injection, runbook } = wholeDrill;
      const steps = runbook?.steps.map((step) =>
        drill === 'everything-is-restored-from-off-site'
          ? { ...step, action: 'restore-volumes', parameters: { from: 'off-site' } }
          : step,
      );
      const write = (name: string, text: string): void => writeFileSync(join(folder, drill, name), text);
      write('history.jsonl', lines(history));
      write('timeline.jsonl', lines(timeline));
      write('monitor-events.jsonl', lines(monitorEvents));
      write('readback.jsonl', lines(readback));
      write('injection.json', JSON.stringify(injection));
      write('runbook.json', JSON.stringify({ ...runbook, steps }));
    }
  };

  /** A checkout's files of gaps and acceptance, in which every pair that the sample does not drill has its reason. */
  const explained = (): string => {
    const drilled = sampleDrills.map(({ drill }) => drill.slice(0, drill.indexOf('-')));
    const gaps = failureClasses.map((kind) => ({
      ...{ class: kind, because: 'Not drilled yet.' },
      components: componentsOf(staging.environment)
        .map(({ name }) => name)
        .filter((name) => kind !== 'application-crash' || !drilled.includes(name)),
    }));
    const checkout = join(root, `checkout-${String(made)}`);
    mkdirSync(join(checkout, 'scenarios'), { recursive: true });
    writeFileSync(join(checkout, 'scenarios/gaps.yaml'), JSON.stringify({ version: 1, gaps }));
    writeFileSync(join(checkout, 'scenarios/acceptance.yaml'), 'version: 1\n');
    return checkout;
  };

  it('accepts one in which everything holds, from evidence to a signature that is verified', async () => {
    withWholeEvidence();
    const { decision, pack } = await accepted({ root: explained() });
    assert.deepEqual(
      decision.checks.filter(({ result }) => result !== 'met'),
      [],
    );
    assert.equal(decision.accepted, true);
    const key = makeKey(root, 'anna');
    await signPack(pack, { key, signer: 'anna@example.org', role: 'operations' });
    const allowedSigners = join(root, 'allowed_signers');
    writeFileSync(allowedSigners, allowedLine('anna@example.org', 'operations', key));
    const verified = await verifyPack(pack, {
      ...{ now: DECIDED_AT, for: 'production', maxAgeMs: 86_400_000, roles: ['operations'], allowedSigners },
      revision: revisionOf(renderConfiguration(production.environment)),
    });
    assert.deepEqual(verified.problems, []);
  });

  it('packs the decision with all that it was made from, and the pack is whole', async () => {
    const { decision, pack } = await accepted();
    assert.deepEqual(await verifyContents(pack).then(({ problems }) => problems), []);
    for (const file of ['staging.yaml', 'production.yaml', 'acceptance.yaml', 'gaps.yaml', 'guard-rails.tap'])
      assert.ok(existsSync(join(pack, 'evidence/acceptance', file)), file);
    assert.match(pack, /production-20261122T110100Z$/);
    assert.deepEqual(
      decision.checks.filter(({ result }) => result === 'met').map(({ id }) => id),
      [
        ...['run-is-recent', 'run-ended', 'all-drilled', 'all-met', 'nothing-unknown', 'nothing-later'],
        ...['same-configuration', 'guard-rails'],
      ],
    );
  });

  it('judges each drill again from its evidence, and does not believe a verdict that does not follow from it', async () => {
    const found = check(await accepted(), 'from-evidence');
    assert.equal(found?.result, 'unknown');
    assert.match(found.details[0] ?? '', /confluence-is-killed: met in the run, unknown when judged again/);
    writeFileSync(join(folder, 'jira-is-stopped', 'timeline.jsonl'), 'nothing\nthat is JSON\n');
    assert.match(
      check(await accepted({ packs: join(root, 'other') }), 'from-evidence')?.details.join() ?? '',
      /jira-is-stopped: its evidence cannot be judged again/,
    );
  });

  it('asks the journal whether the run ended, and what became of its leases', async () => {
    const journal = openJournal(join(folder, 'run.journal'));
    journal.append({ type: 'resumed', supervisor: { pid: 1, started: '0' } });
    const id = leaseId('fill-volume', '3f2a91c4');
    journal.append({
      ...{ type: 'lease', step: 'arming', id, fault: 'fill-volume', holder: 'run/drill' },
      ...{ parts: [], changes: [] },
    });
    journal.append({ type: 'lease', step: 'installing', id });
    journal.close();
    const decision = await accepted();
    assert.match(check(decision, 'run-ended')?.details.join() ?? '', /run\.journal: the run was not closed/);
    assert.deepEqual(check(decision, 'guard-rails')?.details, [
      'fill-volume acted before its lease fill-volume-3f2a91c4 was armed',
      'the lease fill-volume-3f2a91c4 of fill-volume has not ended',
    ]);
  });

  it('does not believe a run without a journal', async () => {
    rmSync(join(folder, 'run.journal'));
    assert.match(check(await accepted(), 'run-ended')?.details.join() ?? '', /run\.journal: it is not there/);
  });

  it('knows the drill that restored from off site by what its runbook did, and that it came to its end', async () => {
    const id = 'restored-from-off-site';
    const packs = (): string => mkdtempSync(join(root, 'packs-'));
    const did = (action: string, from: string, outcome: 'succeeded' | 'failed'): void =>
      change<RunbookRecord>(
        join(folder, 'everything-is-restored-from-off-site', 'runbook.json'),
        (runbook) => ({
          ...runbook,
          steps: runbook.steps.map((step) => ({ ...step, action, parameters: { from }, outcome })),
        }),
      );
    for (const [action, from, outcome, result] of [
      ['start-unit', 'off-site', 'succeeded', 'unknown'],
      ['restore-volumes', 'archive', 'succeeded', 'unknown'],
      ['restore-volumes', 'off-site', 'failed', 'unknown'],
      ['restore-volumes', 'off-site', 'succeeded', 'met'],
    ] as const) {
      did(action, from, outcome);
      assert.equal(
        check(await accepted({ packs: packs() }), id)?.result,
        result,
        `${action} ${from} ${outcome}`,
      );
    }
  });

  it('compares the revision that the hosts had with what the files make now, and both environments', async () => {
    assert.equal(check(await accepted(), 'same-configuration')?.result, 'met');
    change<DrillManifest>(join(folder, 'jira-is-stopped', 'manifest.json'), (each) => ({
      ...each,
      revision: 'r-000000000000',
    }));
    assert.match(
      check(await accepted({ packs: join(root, 'c') }), 'same-configuration')?.details.join() ?? '',
      new RegExp(`^r-000000000000 on staging, whose files make ${revision} now: jira-is-stopped$`),
    );
  });

  it('looks at what the catalogue has marked, and at gaps that are not explained', async () => {
    const decision = await accepted({
      catalogue: {
        drills: [definition('jira-is-stopped'), definition('jira-hangs', ['@acceptance', '@nightly'])],
      } as unknown as Catalogue,
    });
    assert.deepEqual(check(decision, 'all-drilled')?.details, ['application-crash: jira-hangs']);
    assert.match(
      check(decision, 'gaps-explained')?.details.join('\n') ?? '',
      /gaps\.yaml: mysql is not drilled in application-crash/,
    );
  });

  it('finds on production that every fault is refused, and on staging that none is', async () => {
    const { asked, letThrough } = await refusedOn(production.environment, undefined, signal);
    assert.ok(asked > 500, String(asked));
    assert.deepEqual(letThrough, []);
    const open = await refusedOn(staging.environment, undefined, signal);
    assert.equal(open.letThrough.length, open.asked);
  });
});
