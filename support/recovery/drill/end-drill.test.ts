import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Clock } from '../../drill/clock';
import type { DrillManifest } from '../../drill/evidence';
import type { ReadBack } from '../../drill/history';
import { hours, milliseconds, seconds, type Instant } from '../../drill/time';
import type { MonitorEvent } from '../../drill/timeline';
import { environmentLease } from '../../faults/literal-terms';
import { did } from '../../workload/literal-evidence';
import type { Drill } from './drill';
import type { DrillPorts } from '../ports/drill-ports';
import { drillOn, resultOf, SOON } from './drill-on-fakes';
import { environment, harmless } from '../ports/fake-drill-ports';

/** Ports that leave all that a met drill has on record: writes before and after, and an item of the seed content, all there in the end. */
const recording = (ports: DrillPorts): DrillPorts => {
  const now = (clock: Clock): Instant => ({ at: clock.now(), error: milliseconds(0) });
  const read = (key: string, origin: ReadBack['origin']): ReadBack => ({
    ...{ application: 'confluence', key, origin, found: 'present' },
    ...{ id: `id-${key}`, expectedSha256: `sha-${key}` },
  });
  let written = false;
  return {
    ...ports,
    startWorkload: async (options, signal) => {
      const workload = await ports.startWorkload(options, signal);
      const { historyFile, clock } = options;
      const write = (key: string): void => {
        const at = clock.now() / 1000;
        for (const event of did(key, at, at, 'ok')) appendFileSync(historyFile, `${JSON.stringify(event)}\n`);
      };
      write('a');
      return {
        ...workload,
        waitForSteady: () => Promise.resolve(now(clock)),
        stop: async () => {
          if (!written) write('b');
          written = true;
          await workload.stop();
        },
      };
    },
    watchMonitor: async (clock, onEvent, signal) => ({
      ...(await ports.watchMonitor(clock, onEvent, signal)),
      awaitState: (device) => {
        const event: MonitorEvent = { ...now(clock), device, tag: 'DOWN', message: 'no answer', line: '' };
        onEvent(event);
        return Promise.resolve(event);
      },
    }),
    readBack: async (options, signal) => {
      await ports.readBack(options, signal);
      for (const key of ['a', 'b']) options.onRead(read(key, 'workload'));
      options.onRead(read('s', 'seed'));
    },
  };
};

const recover = async (drill: Drill): Promise<void> => {
  await drill.begin();
  await drill.inject('kill-application', 'confluence');
  await drill.awaitDetection('Confluence');
  await drill.follow('restart an application');
  await drill.awaitRestored(['confluence'], hours(2));
};

void test('where a reset is made when needed, a met drill removes what people wrote and frees the environment', async () => {
  const { drill, done } = drillOn({ environment: { reset: 'when-needed' }, ports: recording });
  await recover(drill);
  const { result, verdicts } = await drill.end();
  assert.equal(result, 'met', JSON.stringify(verdicts));
  assert.deepEqual(done.slice(-2), ['content removed', 'environment free']);
  assert.ok(!done.includes('reset'));
});

void test('where a met drill leaves what is not as declared, the environment is reset all the same', async () => {
  const { drill, done } = drillOn({
    environment: { reset: 'when-needed' },
    ports: (ports) => ({
      ...recording(ports),
      freeEnvironment: async (signal) => {
        await ports.freeEnvironment(signal);
        return ['mysql: its data volume has 2 GiB, not 1'];
      },
    }),
  });
  await recover(drill);
  const { result, verdicts } = await drill.end();
  assert.equal(result, 'met', JSON.stringify(verdicts));
  assert.deepEqual(done.slice(-3), ['content removed', 'environment free', 'reset']);
});

void test('where what people wrote cannot be removed, or nobody can look, the environment is reset, and the journal says why', async () => {
  const lost = (): Promise<never> => Promise.reject(new Error('no answer'));
  const unremoved = (ports: DrillPorts): DrillPorts => ({
    ...ports,
    startWorkload: async (options, signal) => ({
      ...(await ports.startWorkload(options, signal)),
      removeContainers: lost,
    }),
  });
  const unseen = (ports: DrillPorts): DrillPorts => ({ ...ports, freeEnvironment: lost });
  for (const broken of [unremoved, unseen]) {
    const { drill, done, records } = drillOn({
      environment: { reset: 'when-needed' },
      ports: (ports) => broken(recording(ports)),
    });
    await recover(drill);
    assert.equal((await drill.end()).result, 'met');
    assert.equal(done.at(-1), 'reset');
    const resetting = records().find(({ type }) => type === 'resetting');
    assert.deepEqual(resetting, { type: 'resetting', why: ['no answer'] });
  }
});

void test('where only the golden snapshot brings the environment back, it is reset after a met drill, too', async () => {
  const fault = { ...harmless, leases: () => Promise.resolve([environmentLease]) };
  const failure = drillOn({ environment: { reset: 'when-needed' }, ports: recording, fault });
  await recover(failure.drill);
  const operation = drillOn({
    ...{ scenario: 'the-daily-archive', environment: { reset: 'when-needed' }, ports: recording },
  });
  await operation.drill.begin();
  await operation.drill.follow('take the daily archive');
  await operation.drill.awaitServing(seconds(30));
  await operation.drill.assertOutcome(
    'every data volume is in an archive that is not too old and as it is characterized',
  );
  for (const { drill, done } of [failure, operation]) {
    const { result, verdicts } = await drill.end();
    assert.equal(result, 'met', JSON.stringify(verdicts));
    assert.equal(done.at(-1), 'reset');
    assert.ok(!done.includes('environment free'));
  }
});

void test('where a reset is made when needed, it is made after a drill that is not met', async () => {
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
    await drill.awaitRestored(['confluence'], hours(2));
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
