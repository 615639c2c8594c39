import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import type { DrillManifest, Injection, Judgement, RunbookRecord } from '../drill/evidence';
import type { Fault } from '../drill/fault';
import { hours, milliseconds, minutes, seconds, type Instant } from '../drill/time';
import type { StopCondition } from '../drill/stop-condition';
import { ManualTimer } from '../drill/timer';
import { openJournal } from '../drill/journal/journal';
import { readJournal } from '../drill/journal/read-journal';
import { leaseId, type LeasePart } from '../drill/lease';
import type { MonitorEvent, TimelineEvent } from '../drill/timeline';
import type { Environment } from '../environment/environment';
import { readEnvironment } from '../environment/read-environment';
import { FakeShell } from '../faults/fake-shell';
import { faultNames } from '../faults/faults';
import { noOp } from '../faults/no-op';
import type { Shell } from '../hosts/shell';
import type { EndedRequests } from '../workload/ended-requests';
import { GuardRails, type GuardedEnvironment } from '../safety/guard-rails';
import { exitCodeOf } from '../supervisor/exit-code';
import type { AnyAction } from './actions/action';
import { actions } from './actions/actions';
import { readCatalogue } from './catalogue';
import { Drill } from './drill';
import type { DrillPorts } from './drill-ports';
import type { FailureScenario } from './scenario';

const checkout = resolve(__dirname, '../..');
const environment = readEnvironment(join(checkout, 'fixtures/environments/staging.yaml'));
const catalogue = readCatalogue(checkout, { actions, faults: { names: faultNames } });
const definition = catalogue.drill('confluence-is-killed');
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface World {
  /** Of the failure scenario; `confluence-is-killed` unless told. */
  readonly scenario?: string;
  readonly environment?: Partial<Environment>;
  readonly findings?: readonly string[];
  readonly untilMonitored?: DrillPorts['untilMonitored'];
  readonly steady?: () => Promise<Instant>;
  readonly inject?: () => Promise<void>;
  readonly revert?: () => Promise<void>;
  readonly prove?: Fault['prove'];
  readonly detection?: () => Promise<MonitorEvent>;
  readonly action?: AnyAction['run'];
  /** Of the actions of these names. */
  readonly actions?: Readonly<Record<string, AnyAction['run']>>;
  readonly host?: Shell;
  readonly readLog?: DrillPorts['readLog'];
  readonly reset?: () => Promise<void>;
  readonly fault?: Fault;
  readonly guarded?: Partial<GuardedEnvironment>;
  /** Of the environment, and of the scenario. */
  readonly stop?: readonly [readonly StopCondition[], readonly StopCondition[]];
  readonly requests?: EndedRequests;
  readonly blastRadius?: FailureScenario['blastRadius'];
}

const never = <T>(signal: AbortSignal): Promise<T> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** A drill on fakes that note what is done to them, in order. */
const drillOn = (world: World) => {
  const done: string[] = [];
  const given: unknown[] = [];
  const timer = new ManualTimer();
  const [environmentStop, scenarioStop] = world.stop ?? [[], []];
  const note = (what: string) => Promise.resolve(void done.push(what));
  // The clock is the real one: what is said to have been seen must lie behind the quickest of drills, too.
  const instant: Instant = { at: milliseconds(0), error: milliseconds(1) };
  const event: MonitorEvent = {
    ...instant,
    device: 'Confluence',
    tag: 'DOWN',
    message: 'no answer',
    line: '',
  };
  const lease: LeasePart = {
    location: { kind: 'host', instance: 'confluence' },
    description: 'start it',
    arm: () => note('armed'),
    renew: () => Promise.resolve('held'),
    revert: async () => {
      await (world.revert?.() ?? note('reverted'));
      return undefined;
    },
  };
  const ports: DrillPorts = {
    environment: {
      ...environment,
      safety: { ...environment.safety, stop: environmentStop },
      ...world.environment,
    },
    systemFindings: () => Promise.resolve(world.findings ?? []),
    untilMonitored: world.untilMonitored ?? (() => Promise.resolve()),
    inventory: () => Promise.resolve({ versions: { slapd: '2.5' }, standIns: ['jira'], revision: 'r-1' }),
    startWorkload: () => {
      done.push('load started');
      return Promise.resolve({
        container: { key: 'FD', name: 'FD' },
        giveUp: ({ applications, since }) => {
          given.push([...applications, since]);
        },
        snapshot: () => ({}),
        endedSince: () => world.requests ?? { ended: 0, failing: 0 },
        waitForFirstWrites: () => Promise.resolve(),
        waitForFailure: (_, __, signal) => never(signal),
        waitForSteady: world.steady ?? (() => Promise.resolve(instant)),
        stop: () => note('load stopped'),
        removeContainers: () => Promise.resolve(),
      });
    },
    watchMonitor: () =>
      Promise.resolve({
        events: () => [event],
        awaitState: world.detection ?? (() => Promise.resolve(event)),
        stop: () => note('watch stopped'),
      }),
    makeFault: ({ name }) =>
      world.fault ?? {
        name,
        strikes: ['confluence'],
        plan: () => Promise.resolve([{ target: 'confluence', change: 'SIGKILL', revert: 'start it' }]),
        leases: () => Promise.resolve([lease]),
        inject: world.inject ?? (() => note('injected')),
        prove: world.prove ?? (() => Promise.resolve({ result: 'installed', observed: 'it is gone' })),
      },
    leaseId: (what) => leaseId(what, '00000001'),
    environmentLease: { ...lease, location: { kind: 'environment' }, arm: () => note('environment leased') },
    endEnvironmentLease: () => note('environment free'),
    recovery: { environment, host: () => world.host } as unknown as DrillPorts['recovery'],
    readBack: () => note('read back'),
    readLog: world.readLog ?? (() => Promise.resolve('a line\n')),
    reset: world.reset ?? (() => note('reset')),
  };
  const fakes = [...actions.values()].map((action): [string, AnyAction] => [
    action.name,
    { ...action, run: world.actions?.[action.name] ?? world.action ?? (() => Promise.resolve('done')) },
  ]);
  const runFolder = mkdtempSync(join(tmpdir(), 'drill-'));
  folders.push(runFolder);
  const chosen = catalogue.drill(world.scenario ?? 'confluence-is-killed');
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
  const steps = (): readonly string[] =>
    readJournal(join(runFolder, 'journal')).entries.map(({ record }) =>
      record.type === 'lease' ? record.step : record.type,
    );
  const timeline = (): readonly TimelineEvent[] =>
    readFileSync(join(drill.folder, 'timeline.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TimelineEvent);
  return { drill, done, given, read, steps, timer, timeline };
};

const harmless: Fault = {
  name: 'kill-application',
  strikes: ['confluence'],
  plan: () => Promise.resolve([{ target: 'confluence', change: 'SIGKILL', revert: 'start it' }]),
  leases: () => Promise.resolve([]),
  inject: () => Promise.resolve(),
  prove: () => Promise.resolve({ result: 'installed', observed: 'it is gone' }),
};

/** A drill that is not stopped waits for ever. */
const SOON = { timeout: 10_000 };

const resultOf = (judgement: Judgement, checker: string): string | undefined =>
  judgement.verdicts.find((verdict) => verdict.checker === checker)?.result;

void test('a drill goes its way in order: load, fault, read-back, revert, evidence, reset', async () => {
  const { drill, done, read, steps } = drillOn({});
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await drill.awaitRestored(['confluence'], definition.scenario.objectives.rto);
  const judgement = await drill.end();
  assert.deepEqual(steps(), [
    'drill-begun',
    'environment-leased',
    'arming',
    'armed',
    'installing',
    'installed',
    'reverting',
    'reverted',
    'resetting',
    'reset',
    'drill-judged',
  ]);
  assert.deepEqual(done, [
    'environment leased',
    'load started',
    'armed',
    'injected',
    'load stopped',
    'read back',
    'load stopped',
    'watch stopped',
    'reverted',
    'reset',
  ]);
  assert.equal(resultOf(judgement, 'fault-injected'), 'met');
  assert.equal(resultOf(judgement, 'runbook-followed'), 'met');
  const manifest = read('manifest.json') as DrillManifest;
  assert.deepEqual(manifest.errors, []);
  assert.ok(manifest.endedAt !== undefined);
  assert.deepEqual(manifest.standIns, ['jira']);
  assert.equal(manifest.revision, 'r-1');
  assert.equal((read('injection.json') as Injection).reverted, true);
  assert.ok(existsSync(join(drill.folder, 'host-logs/confluence.log')));
});

void test('a fault that cannot be armed was not installed, and the record says why not', async () => {
  const why = 'this kernel has no netem';
  const part: LeasePart = {
    location: { kind: 'host', instance: 'confluence' },
    description: 'take the delay away',
    arm: () => Promise.reject(new Error(why)),
    renew: () => Promise.resolve('held'),
    revert: () => Promise.resolve(undefined),
  };
  const { drill, done, read } = drillOn({ fault: { ...harmless, leases: () => Promise.resolve([part]) } });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), new RegExp(why));
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'fault-injected'), 'unknown');
  const { proof, reverted } = read('injection.json') as Injection;
  assert.equal(proof.result, 'skipped');
  assert.match(proof.observed, new RegExp(why));
  assert.ok(reverted);
  assert.ok(!done.includes('injected'));
});

void test('a drill does not begin on an environment that is not whole, and says why', async () => {
  const { drill, done, read } = drillOn({ findings: ['jira is stopped'] });
  await assert.rejects(drill.begin(), /staging is not steady, so no drill begins: jira is stopped/);
  const judgement = await drill.end();
  assert.equal(judgement.result, 'unknown');
  assert.ok(!done.includes('load started'));
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /jira is stopped/);
});

void test('a drill does not begin before the monitor sees everything whole, and says what it sees', async () => {
  const { drill, done, read } = drillOn({
    untilMonitored: () => Promise.reject(new Error('the monitor has "Jira" in state Down')),
  });
  await assert.rejects(drill.begin(), /the monitor has "Jira" in state Down/);
  assert.equal((await drill.end()).result, 'unknown');
  assert.ok(!done.includes('injected'));
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /"Jira" in state Down/);
});

void test('where the monitor says what is back, people must work again, too', async () => {
  let broken = false;
  const well: Instant = { at: milliseconds(0), error: milliseconds(1) };
  const { drill, timeline } = drillOn({
    scenario: 'monitor-cannot-reach-bastion',
    steady: () => (broken ? Promise.reject(new Error('jira still fails')) : Promise.resolve(well)),
  });
  await drill.begin();
  await drill.inject('blackhole-port', 'bastion', { port: '22', from: 'monitor' });
  broken = true;
  const [end] = await Promise.allSettled([drill.awaitRestored(['bastion'], hours(2))]);
  await drill.end();
  assert.match(end.status === 'rejected' ? String(end.reason) : end.status, /jira still fails/);
  assert.ok(!timeline().some(({ moment }) => moment === 'restored'));
});

void test('an archive is taken before anything breaks; its moment is when that began, and it is kept', async () => {
  const { drill, done, given, read, timeline } = drillOn({ scenario: 'content-store-is-encrypted' });
  await drill.begin();
  await assert.rejects(
    drill.inject('encrypt-files', 'alfresco'),
    /"take the daily archive" comes before the fault, and was not done/,
  );
  await drill.prepare();
  assert.deepEqual(done, ['environment leased', 'load started']);
  const { steps } = read('host-logs/preparation.json') as RunbookRecord;
  const [archived, ...others] = timeline();
  assert.deepEqual([archived?.moment, archived?.at, others], ['archived', steps[0]?.startedAt, []]);
  assert.equal(steps[0]?.action, 'snapshot-data-volumes');
  assert.deepEqual(given, [['alfresco', steps[0].startedAt]]);
  assert.deepEqual((read('manifest.json') as DrillManifest).archive, { givesUp: ['alfresco'] });
  await drill.end();
});

void test('a planned operation has no fault; its runbook is followed, and people go on working', async () => {
  const { drill, done, read, timeline } = drillOn({ scenario: 'the-daily-archive' });
  await drill.begin();
  await assert.rejects(drill.inject('no-op', 'mysql'), /is a planned operation and has no fault/);
  await assert.rejects(drill.awaitDetection('MySQL'), /is a planned operation: there is nothing to detect/);
  await assert.rejects(drill.awaitServing(seconds(30)), /no operation begun/);
  await drill.follow('take the daily archive');
  await assert.rejects(drill.awaitServing(seconds(31)), /how long people may be interrupted/);
  await drill.awaitServing(seconds(30));
  await drill.end();
  const moments = timeline().map(({ moment }) => moment);
  assert.deepEqual([moments[0], moments.at(-2), moments.at(-1)], ['declared', 'restored', 'verified']);
  const manifest = read('manifest.json') as DrillManifest;
  assert.deepEqual(manifest.operation, { interruptionMs: 30_000 });
  assert.equal(manifest.expectedDetection, undefined);
  // What an operation changes is no lease's to revert.
  assert.equal(done.at(-1), 'reset');
});

const MIGRATION = 'migrate from the old host';

void test('a migration that is killed is followed again from its beginning, and people are let in at its end', async () => {
  let loads = 0;
  const { drill, done, read, timeline } = drillOn({
    scenario: 'migration-is-killed-while-it-loads',
    host: new FakeShell((command) =>
      command.includes("'mariadb' firedrill-step.service") ? 'mariadb (12)' : undefined,
    ),
    actions: {
      'import-databases': () =>
        ++loads === 1 ? Promise.reject(new Error('it ended by SIGKILL')) : Promise.resolve('loaded'),
    },
  });
  await drill.begin();
  await drill.follow(MIGRATION);
  assert.ok(!done.includes('load started'), 'nobody works before it is done');
  await drill.awaitServing(milliseconds(0));
  await drill.end();
  assert.equal(loads, 2);
  assert.ok(done.includes('load started'));
  const killed = timeline().find(({ moment }) => moment === 'interrupted');
  assert.match(
    killed?.detail ?? '',
    /step 7: all its processes were killed while mariadb \(12\) worked for it; it failed: it ended by SIGKILL/,
  );
  const { steps } = read('runbook.json') as RunbookRecord;
  assert.ok(steps.every(({ outcome }) => outcome === 'succeeded'));
});

void test('a drill whose step goes on though it was to be killed ends there', async () => {
  const { drill } = drillOn({
    scenario: 'migration-is-killed-while-it-loads',
    host: new FakeShell(() => 'mariadb (12)'),
  });
  await drill.begin();
  await assert.rejects(drill.follow(MIGRATION), /step 7 was to be killed, but the runbook came to its end/);
  await drill.end();
});

void test('a migration that is to refuse bad data must do it in its first step, and for that reason', async () => {
  const following = async (checkOldData: AnyAction['run']) => {
    const { drill } = drillOn({
      scenario: 'old-data-have-zero-dates',
      actions: { 'check-old-data': checkOldData },
    });
    await drill.begin();
    await drill.inject('spoil-old-data', 'legacy', { what: 'a-zero-date' });
    await drill.follow(MIGRATION);
    return drill;
  };
  const refused = await following(() => Promise.reject(new Error('nothing was changed: sql_mode: one date')));
  refused.assertRefused('sql_mode');
  assert.throws(() => refused.assertRefused('collation'), /why it refuses/);
  const otherwise = await following(() => Promise.reject(new Error('nothing was changed: collation: x')));
  assert.throws(() => otherwise.assertRefused('sql_mode'), /for another reason than "sql_mode"/);
  const wentOn = await following(() => Promise.resolve('nothing stands in the way'));
  assert.throws(() => wentOn.assertRefused('sql_mode'), /went on/);
  for (const drill of [refused, otherwise, wentOn]) await drill.end();
});

void test('what a migration meets on its way is injected before it, though nobody works yet', async () => {
  const { drill, done, timeline } = drillOn({ scenario: 'the-address-moves-at-the-cut-over' });
  await assert.rejects(drill.inject('associate-address', 'web', { to: 'legacy' }), /the drill has not begun/);
  await drill.begin();
  await assert.rejects(drill.follow(MIGRATION), /associate-address comes before the operation/);
  await drill.inject('associate-address', 'web', { to: 'legacy' });
  await drill.follow(MIGRATION);
  assert.ok(!done.includes('load started'), 'nobody works before it is done');
  await drill.awaitServing(milliseconds(0));
  await drill.end();
  assert.ok(done.includes('load started') && done.includes('reverted'));
  assert.ok(timeline().some(({ moment }) => moment === 'injected'));
});

void test('an archive that fails ends the drill before anything is broken, and says why', async () => {
  const action = () => Promise.reject(new Error('jira went on by itself'));
  const { drill, read } = drillOn({ scenario: 'content-store-is-encrypted', action });
  await drill.begin();
  await assert.rejects(drill.prepare(), /jira went on by itself/);
  assert.equal((await drill.end()).result, 'unknown');
  assert.match((read('manifest.json') as DrillManifest).errors[0] ?? '', /jira went on by itself/);
  const without = drillOn({});
  await without.drill.begin();
  await assert.rejects(without.drill.prepare(), /has nothing to be done before its fault/);
  await without.drill.end();
});

void test('a fault whose injection throws is reverted', async () => {
  const { drill, done } = drillOn({ inject: () => Promise.reject(new Error('connection lost')) });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), /connection lost/);
  const judgement = await drill.end();
  assert.ok(done.includes('reverted'));
  assert.notEqual(judgement.result, 'met');
});

void test('a fault without proof ends the drill, which does not count as survived', async () => {
  const { drill, done } = drillOn({
    prove: () => Promise.resolve({ result: 'skipped', observed: 'it still runs' }),
  });
  await drill.begin();
  await assert.rejects(drill.inject('kill-application', 'confluence'), /the fault is skipped: it still runs/);
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'fault-injected'), 'unknown');
  assert.equal(judgement.result, 'unknown');
  assert.ok(done.includes('reverted'));
});

void test('a fault that does nothing ends the drill as unknown, whatever else goes well', async () => {
  const { drill, read, done } = drillOn({ fault: noOp('confluence') });
  await drill.begin();
  await assert.rejects(
    drill.inject('kill-application', 'confluence'),
    /the fault is skipped: nothing was done to confluence/,
  );
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await drill.awaitRestored(['confluence'], definition.scenario.objectives.rto);
  const judgement = await drill.end();
  assert.equal(judgement.result, 'unknown');
  assert.equal(exitCodeOf(judgement.result), 2);
  assert.equal(resultOf(judgement, 'runbook-followed'), 'met');
  assert.equal(
    judgement.verdicts.find(({ checker }) => checker === 'fault-injected')?.reason,
    'The fault kill-application was not installed: nothing was done to confluence',
  );
  assert.deepEqual((read('manifest.json') as DrillManifest).errors, []);
  assert.ok(done.includes('reset'));
});

for (const [what, guarded, says] of [
  [
    'an environment that was protected meanwhile',
    { protection: () => Promise.resolve(['its VPC vpc-1 has the tag firedrill:protected = "true"']) },
    /kill-application on confluence is refused: staging is protected \(its VPC vpc-1 has the tag/,
  ],
  [
    'an environment that another run has taken over',
    { disputes: () => Promise.resolve(['staging is held by somebody, and not by this run']) },
    /kill-application on confluence is refused: staging is held by somebody, and not by this run/,
  ],
  [
    'a limit that the fault would exceed',
    {
      environment: {
        ...environment,
        safety: { ...environment.safety, blastRadius: { instances: 1, tier: 0.2 } },
      },
    },
    /is refused: the blast radius allows 20% of the subnet application, and confluence would be 1 of its 4; /,
  ],
  [
    'a cloud that does not say whether it is protected',
    { protection: () => Promise.reject(new Error('no answer within 30 s')) },
    /no answer within 30 s/,
  ],
] as const) {
  void test(`for ${what} no fault is armed, and the drill is unknown and says why`, async () => {
    const { drill, done, read } = drillOn({ guarded });
    await drill.begin();
    await assert.rejects(drill.inject('kill-application', 'confluence'), says);
    const judgement = await drill.end();
    assert.equal(judgement.result, 'unknown');
    const { proof, changes } = read('injection.json') as Injection;
    assert.equal(proof.result, 'skipped');
    assert.match(proof.observed, says);
    assert.equal(changes[0]?.change, 'SIGKILL');
    assert.ok(!done.includes('armed') && !done.includes('injected'));
  });
}

void test('a runbook step that fails ends the drill: reverted before reading back, and missed', async () => {
  const { drill, done, read } = drillOn({ action: () => Promise.reject(new Error('no such unit')) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.follow('restart an application'), /step 1 .* failed .*: no such unit/);
  const judgement = await drill.end();
  assert.ok(done.indexOf('reverted') < done.indexOf('read back'));
  assert.equal(resultOf(judgement, 'runbook-followed'), 'missed');
  assert.equal(resultOf(judgement, 'recovery-time'), 'unknown');
  const outcomes = (read('runbook.json') as RunbookRecord).steps.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['failed', 'not-run', 'not-run', 'not-run', 'not-run', 'not-run']);
});

void test('a fault that the monitor never reports ends the drill, and its record says that this did', async () => {
  const { drill } = drillOn({ detection: () => Promise.reject(new Error('last: no event')) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.awaitDetection('Confluence'), /last: no event/);
  const { verdicts } = await drill.end();
  const followed = verdicts.find(({ checker }) => checker === 'runbook-followed');
  assert.equal(followed?.result, 'missed');
  assert.equal(
    followed.reason,
    'Step 1, "See what the unit ended with", was not run: the drill ended before the runbook was taken up: last: no event.',
  );
});

void test('a drill that is interrupted stops waiting, is reverted and not judged, and leaves the reset to others', async () => {
  const { drill, done, read, steps } = drillOn({ action: (_, __, signal) => never(signal) });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  const following = drill.follow('restart an application');
  drill.interrupt(new Error('interrupted by SIGINT'));
  await assert.rejects(following, /interrupted by SIGINT/);
  const judgement = await drill.end();
  assert.ok(done.includes('reverted'));
  assert.ok(!done.includes('reset') && !done.includes('read back') && !done.includes('environment free'));
  assert.equal(steps().at(-1), 'drill-cut');
  assert.equal(judgement.result, 'unknown');
  assert.equal((read('manifest.json') as DrillManifest).cut, 'interrupted by SIGINT');
  assert.equal((read('injection.json') as Injection).reverted, true);
});

void test('where a reset is made when needed, a met drill removes what it wrote and frees the environment', async () => {
  const { drill, done } = drillOn({ environment: { reset: 'when-needed' } });
  await drill.begin();
  await drill.end();
  // Nothing was injected, so it is not met and the environment is reset.
  assert.ok(done.includes('reset'));
});

void test(
  'what goes wrong at the end is joined, nothing hides the rest, and the verdict is unknown',
  SOON,
  async () => {
    const { drill, done, read, timer } = drillOn({
      revert: () => Promise.reject(new Error('no route to the host')),
      readLog: (name) => (name === 'jira' ? Promise.reject(new Error('jira is gone')) : Promise.resolve('')),
      reset: () => Promise.reject(new Error('no snapshot')),
    });
    await drill.begin();
    await drill.inject('kill-application', 'confluence');
    await drill.awaitDetection('Confluence');
    await drill.follow('restart an application');
    await drill.awaitRestored(['confluence'], definition.scenario.objectives.rto);
    const over = new AbortController();
    const ending = drill.end().finally(() => over.abort());
    // The host is asked until its lease has long run out.
    while (!over.signal.aborted) await timer.advance(seconds(1));
    const judgement = await ending;
    assert.ok(timer.now() > environment.safety.lease, `given up after ${String(timer.now())} ms`);
    const { errors } = read('manifest.json') as DrillManifest;
    assert.deepEqual(errors.length, 3);
    for (const words of ['no route to the host', 'jira is gone', 'no snapshot']) {
      assert.ok(
        errors.some((error) => error.includes(words)),
        `${words} is missing in ${errors.join('; ')}`,
      );
    }
    assert.ok(done.includes('watch stopped'));
    assert.equal(resultOf(judgement, 'harness'), 'unknown');
  },
);

void test('a feature whose words are not its failure scenario’s is refused before anything is broken', async () => {
  const { drill, done } = drillOn({});
  await drill.begin();
  await assert.rejects(
    drill.inject('fill-volume', 'mysql'),
    /the feature says .*fill-volume.* but .* says .*kill-application/,
  );
  await assert.rejects(drill.follow('grow a volume'), /the runbook: the feature says "grow a volume"/);
  await drill.end();
  assert.ok(!done.includes('injected'));
});

/** Whatever its test came to, nothing of it goes on. */
const leave = async (drill: Drill): Promise<void> => {
  drill.interrupt(new Error('the test is over'));
  await drill.end();
};
const ALL_FAIL: EndedRequests = { ended: 20, failing: 15 };
for (const [what, stop, seen] of [
  [
    "the environment's deadline",
    [[{ kind: 'deadline', after: milliseconds(0) }], []],
    /^the fault is in force for \d/,
  ],
  [
    'requests that fail, of the scenario',
    [[], [{ kind: 'requests', application: 'confluence', failing: 0.5, for: milliseconds(0) }]],
    /^15 of the 20 requests to confluence .* failed \(75%\)$/,
  ],
  [
    'a state of the monitor, of the scenario beside a deadline of the environment',
    [
      [{ kind: 'deadline', after: minutes(30) }],
      [{ kind: 'monitor', device: 'Confluence', states: ['Down'], for: milliseconds(0) }],
    ],
    /^the monitor has "Confluence" Down \(no answer\) for /,
  ],
] as const satisfies readonly (readonly [string, World['stop'], RegExp])[]) {
  void test(
    `a drill is stopped by ${what}: reverted before its end, told everywhere, and unknown`,
    SOON,
    async (t) => {
      const { drill, done, read, steps, timer, timeline } = drillOn({
        stop,
        requests: ALL_FAIL,
        action: (_, __, signal) => never(signal),
      });
      t.after(() => leave(drill));
      await drill.begin();
      await drill.inject('kill-application', 'confluence');
      await drill.awaitDetection('Confluence');
      const following = assert.rejects(
        drill.follow('restart an application'),
        /step 1 .* failed .*: the drill was stopped, by the condition that /,
      );
      await timer.advance(500);
      await following;
      assert.ok(done.includes('reverted'), 'reverted while the feature is at its step');
      assert.equal((read('injection.json') as Injection).reverted, true);
      const { stopped, errors } = read('manifest.json') as DrillManifest;
      assert.match(stopped?.seen ?? '', seen);
      assert.deepEqual(errors, []);
      assert.deepEqual(steps().slice(-3), ['drill-stopped', 'reverting', 'reverted']);
      const moment = timeline().find((each) => each.moment === 'stopped');
      assert.equal(moment?.detail, `${stopped?.condition ?? ''}: ${stopped?.seen ?? ''}`);

      await assert.rejects(
        drill.awaitRestored(['confluence'], definition.scenario.objectives.rto),
        /stopped/,
      );
      const judgement = await drill.end();
      assert.equal(judgement.result, 'unknown');
      const reason = judgement.verdicts.find(({ checker }) => checker === 'stop-conditions')?.reason ?? '';
      assert.equal(
        reason,
        `The drill was stopped, by the condition that ${stopped?.condition ?? ''}: ${stopped?.seen ?? ''}.`,
      );
      assert.equal(resultOf(judgement, 'runbook-followed'), 'unknown');
      assert.equal(judgement.recoveryMs, undefined);
      assert.deepEqual((read('manifest.json') as DrillManifest).errors, []);
      assert.ok(done.includes('reset') && !done.includes('read back'));
      assert.equal(done.filter((each) => each === 'reverted').length, 1);
      assert.equal(steps().at(-1), 'drill-judged');
    },
  );
}

void test(
  'a drill that is stopped while its fault is injected is reverted when that has ended, and not before',
  SOON,
  async (t) => {
    let finish = (): void => undefined;
    const { drill, done, timer } = drillOn({
      stop: [[{ kind: 'deadline', after: milliseconds(0) }], []],
      inject: () => new Promise((resolve) => (finish = resolve)),
    });
    t.after(() => leave(drill));
    await drill.begin();
    const injecting = assert.rejects(drill.inject('kill-application', 'confluence'), /the drill was stopped/);
    await timer.advance(0);
    await timer.advance(500);
    assert.ok(done.includes('armed') && !done.includes('reverted'));
    finish();
    await injecting;
    await timer.advance(0);
    assert.ok(done.includes('reverted'));
    assert.equal((await drill.end()).result, 'unknown');
  },
);

void test('what had been missed before a stop stays missed', async () => {
  const { drill, timer } = drillOn({
    stop: [[{ kind: 'deadline', after: milliseconds(0) }], []],
    action: () => Promise.reject(new Error('no such unit')),
  });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await assert.rejects(drill.follow('restart an application'), /no such unit/);
  await timer.advance(500);
  const judgement = await drill.end();
  assert.equal(resultOf(judgement, 'stop-conditions'), 'unknown');
  assert.equal(judgement.result, 'missed');
});

void test('conditions that are not met leave a drill alone, and are looked at no more when it has ended', async () => {
  const { drill, read, steps, timer } = drillOn({
    stop: [
      [{ kind: 'deadline', after: minutes(30) }],
      [{ kind: 'requests', application: 'jira', failing: 0.8, for: milliseconds(0) }],
    ],
    requests: ALL_FAIL,
  });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await timer.advance(60_000);
  await drill.awaitRestored(['confluence'], definition.scenario.objectives.rto);
  await drill.end();
  assert.equal(timer.pending, 0);
  assert.equal((read('manifest.json') as DrillManifest).stopped, undefined);
  assert.ok(!steps().includes('drill-stopped'));
});

void test('what a scenario strikes beyond the limits is in its evidence, with the reason', async () => {
  const blastRadius = { instances: 2, because: 'the rack has one power supply' };
  const { drill, read } = drillOn({ blastRadius });
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.end();
  assert.deepEqual((read('manifest.json') as DrillManifest).blastRadius, blastRadius);
});
