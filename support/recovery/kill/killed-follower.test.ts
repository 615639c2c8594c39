import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Addresses } from '../../cloud/addresses';
import { seconds } from '../../drill/time';
import { FakeShell } from '../../faults/fake-shell';
import type { ActionContext } from '../actions/context';
import { followInKilledProcess, type FollowerOrder } from './killed-follower';
import { whenAnswered } from './when-answered';

const folder = mkdtempSync(join(tmpdir(), 'killed-follower-'));
after(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();
const order: FollowerOrder = {
  ...{ environment: 'staging', stateFolder: folder, kill: { step: 3, answered: 'snapshots.create' } },
  runbook: { id: 'r', title: 'a runbook', preconditions: [], steps: [] },
};

let programs = 0;
/** A program that is sent the order, and does this. */
const following = (does: string, limit: AbortSignal = signal): Promise<string> => {
  const file = join(folder, `${String(++programs)}.js`);
  writeFileSync(file, `process.once('message', ({ kill, right }) => { ${does} });`);
  return followInKilledProcess(order, limit, file);
};
const saying = (words: string): string => `require('node:fs').writeSync(1, ${words} + '\\n');`;
const dying = `process.kill(process.pid, 'SIGKILL');`;

void test('who is killed in the step has said so last', async () => {
  const said = await following(
    `${saying("'step 1 began'")} ${saying("'step ' + kill.step + ': ' + kill.answered")} ${dying}`,
  );
  assert.equal(said, 'step 3: snapshots.create');
});

void test('who comes to an end, is killed in another step, or dies without a word was not killed as was meant', async () => {
  await assert.rejects(
    following(`${saying("'it came to its end'")} process.exit(0)`),
    /"a runbook" was to be killed in step 3 as soon as snapshots\.create was answered, but ended with 0: it came to its end$/,
  );
  await assert.rejects(
    following(`${saying("'step 30: answered'")} ${dying}`),
    /ended with SIGKILL: step 30: answered/,
  );
  await assert.rejects(following(dying), /ended with SIGKILL: $/);
});

void test('it ends with the drill that waits for it', async () => {
  const limit = new AbortController();
  setTimeout(() => limit.abort(new Error('the drill was interrupted')), 100);
  const before = Date.now();
  await assert.rejects(following('setTimeout(() => undefined, 60000)', limit.signal));
  assert.ok(Date.now() - before < seconds(30));
});

void test('of the calls that are waited for each is told when it is answered, before whoever made it, and of no other', async () => {
  const told: string[] = [];
  const order: string[] = [];
  const addresses = {
    find: () => Promise.resolve([]),
    associate: () => Promise.resolve(void order.push('answered')),
  } as unknown as Addresses;
  const ports = { cloud: { addresses }, host: () => new FakeShell(() => 'yes') } as unknown as ActionContext;
  const tell = (what: string): void => {
    told.push(what);
    order.push('told');
  };

  const { cloud } = whenAnswered(ports, 'addresses.associate', tell);
  await cloud.addresses.find({}, signal);
  await cloud.addresses.associate('eipalloc-1' as never, 'i-1' as never, signal);
  order.push('gone on');
  assert.deepEqual(order, ['answered', 'told', 'gone on']);
  assert.deepEqual(told, ['addresses.associate eipalloc-1']);

  const { host } = whenAnswered(ports, 'host.run', tell);
  await host('web').run('systemctl stop apache2', { signal, timeout: seconds(1) });
  await ports.host('jira').run('true', { signal, timeout: seconds(1) });
  assert.equal(told.at(-1), 'web: systemctl stop apache2');
  assert.equal(told.length, 2);
});
