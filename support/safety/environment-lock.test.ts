import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EnvironmentInUse, lockEnvironment, lockHolder } from './environment-lock';
import { isAlive, processName } from './process-name';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const file = join(folder, 'staging', 'run.lock');
mkdirSync(join(folder, 'staging'));
after(() => {
  rmSync(folder, { recursive: true });
});

const dead = { pid: 4194305, started: '1' };

void test('a second run on one environment is refused, and told by whom and since when', () => {
  const lock = lockEnvironment(folder, 'staging', 'first');
  assert.throws(
    () => lockEnvironment(folder, 'staging', 'second'),
    /staging is in use by first since 20\d\d-\S+Z \(process \d+\): one at a time/,
  );
  lock.release();
  lockEnvironment(folder, 'staging', 'second').release();
  assert.deepEqual(readdirSync(join(folder, 'staging')), []);
});

void test('the lock of a run whose processes are gone is taken over, and says whose it was', () => {
  const holder = {
    run: 'killed',
    since: '2026-11-24T00:00:00Z',
    supervisor: dead,
    worker: dead,
    claim: 'a claim',
  };
  writeFileSync(file, JSON.stringify(holder));
  const lock = lockEnvironment(folder, 'staging', 'next');
  assert.deepEqual(lock.tookOver, holder);
  assert.equal(lockHolder(folder, 'staging')?.run, 'next');
  // And so does whoever takes over from this one.
  assert.equal(lock.claim, 'a claim');
  assert.equal(lockHolder(folder, 'staging')?.claim, 'a claim');
  lock.note({ worker: dead });
  assert.equal(lockHolder(folder, 'staging')?.claim, 'a claim');
  lock.release();
});

void test('a lock that is left stays, for the next one to inherit its claim', () => {
  const lock = lockEnvironment(folder, 'staging', 'first');
  lock.leave();
  lock.release();
  assert.equal(lockHolder(folder, 'staging')?.claim, lock.claim);
  rmSync(file);
  assert.notEqual(lockEnvironment(folder, 'staging', 'another').claim, lock.claim);
  rmSync(file);
});

void test('a lock that is no lock is taken over', () => {
  for (const left of ['{"pi', '{}', '']) {
    writeFileSync(file, left);
    lockEnvironment(folder, 'staging', 'next').release();
  }
});

void test('while the worker of a dead supervisor still ends its drill, nobody takes over', () => {
  const child = spawn('sleep', ['60']);
  const worker = processName(child.pid ?? 0);
  writeFileSync(file, JSON.stringify({ run: 'cut', since: 'x', supervisor: dead, worker, claim: 'x' }));
  assert.throws(
    () => lockEnvironment(folder, 'staging', 'next'),
    (error: unknown) =>
      error instanceof EnvironmentInUse &&
      /its supervisor is gone, and process \d+ is still ending its drill/.test(error.message),
  );
  child.kill('SIGKILL');
  rmSync(file);
});

void test('a process is another when its id was given to a later one', () => {
  const me = processName();
  assert.ok(isAlive(me));
  assert.ok(!isAlive({ ...me, started: '1' }));
  assert.ok(!isAlive(dead));
});

void test('a process that has ended and that nobody has asked after is not alive', async () => {
  const child = spawn('sh', ['-c', 'sleep 0.1 & exec sleep 60'], { stdio: 'ignore' });
  const name = await new Promise<ReturnType<typeof processName>>((resolve) => {
    const timer = setInterval(() => {
      const children = spawnedBy(child.pid ?? 0);
      if (children === undefined) return;
      clearInterval(timer);
      resolve(processName(children));
    }, 10);
  });
  const deadline = performance.now() + 5000;
  while (isAlive(name)) {
    assert.ok(performance.now() < deadline, 'it became a zombie within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
});

function spawnedBy(parent: number): number | undefined {
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[1]) === parent) return Number(entry);
    } catch {
      // It has ended meanwhile.
    }
  }
  return undefined;
}
