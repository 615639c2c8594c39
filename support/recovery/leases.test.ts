import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds } from '../drill/time';
import { Leases } from './leases';

void test('leases are released last-in first-out', async () => {
  const leases = new Leases();
  const released: string[] = [];
  for (const name of ['disk', 'network']) {
    leases.take(name, () => {
      released.push(name);
      return Promise.resolve();
    });
  }
  assert.deepEqual(await leases.releaseAll(), []);
  assert.deepEqual(released, ['network', 'disk']);
  assert.deepEqual(leases.open, []);
});

void test('one that cannot be released does not keep the others, is named, and stays open', async () => {
  const leases = new Leases();
  let disk = 0;
  leases.take('the disk', () => {
    disk += 1;
    return Promise.resolve();
  });
  leases.take('the network', () => Promise.reject(new Error('access denied')));
  const [error] = await leases.releaseAll();
  assert.equal(error?.message, 'the network could not be released: access denied');
  assert.equal(disk, 1);
  assert.deepEqual(leases.open, ['the network']);
});

void test('a release that hangs is given up after its limit', async () => {
  const leases = new Leases(milliseconds(10));
  leases.take('the disk', () => new Promise(() => undefined));
  const [error] = await leases.releaseAll();
  assert.match(error?.message ?? '', /releasing the disk took longer than 0\.01 s/);
});

void test('releasing twice releases each once', async () => {
  const leases = new Leases();
  let times = 0;
  leases.take('x', () => Promise.resolve(void (times += 1)));
  await leases.releaseAll();
  await leases.releaseAll();
  assert.equal(times, 1);
});
