import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mendOrRebuild, type MendOrRebuild } from './mend-or-rebuild';

const broken = new Error('the golden snapshot is gone');

/** A world whose mending fails, and what is done in it. */
function world(changes: Partial<MendOrRebuild<string>> = {}) {
  const done: string[] = [];
  const noted = (what: string) => (): Promise<string> => {
    done.push(what);
    return Promise.resolve(what);
  };
  const options: MendOrRebuild<string> = {
    mend: () => Promise.reject(broken),
    heldElsewhere: () => Promise.resolve(undefined),
    remove: async () => {
      await noted('removed')();
    },
    build: noted('built'),
    onRebuild: (why) => void done.push(`told: ${String(why)}`),
    signal: new AbortController().signal,
    ...changes,
  };
  return { done, result: () => mendOrRebuild(options) };
}

void test('what can be mended is not removed', async () => {
  const { done, result } = world({ mend: () => Promise.resolve('mended') });
  assert.equal(await result(), 'mended');
  assert.deepEqual(done, []);
});

void test('what cannot be mended is said, removed and built anew', async () => {
  const { done, result } = world();
  assert.equal(await result(), 'built');
  assert.deepEqual(done, ['told: Error: the golden snapshot is gone', 'removed', 'built']);
});

void test('nothing is removed that somebody else has, or when the night was interrupted', async () => {
  const held = world({ heldElsewhere: () => Promise.resolve('run 1 on another machine') });
  await assert.rejects(held.result(), broken);
  const interrupted = world({ signal: AbortSignal.abort() });
  await assert.rejects(interrupted.result(), broken);
  const away = world({ heldElsewhere: () => Promise.reject(new Error('no answer')) });
  await assert.rejects(away.result(), broken);
  assert.deepEqual([...held.done, ...interrupted.done, ...away.done], []);
});

void test('nothing is removed when who is told why does not want it', async () => {
  const { done, result } = world({
    onRebuild: (why) => {
      throw new Error('not unasked', { cause: why });
    },
  });
  await assert.rejects(result(), /not unasked/);
  assert.deepEqual(done, []);
});

void test('where building fails, too, both errors are told', async () => {
  const { result } = world({ build: () => Promise.reject(new Error('no room')) });
  await assert.rejects(result(), (error: AggregateError) => {
    assert.deepEqual(error.errors.map(String), ['Error: the golden snapshot is gone', 'Error: no room']);
    return true;
  });
});
