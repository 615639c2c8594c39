import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGuard } from './guard';

const { signal } = new AbortController();

function guardOver(tags: Readonly<Record<string, string>>) {
  let asked = 0;
  const send = async (): Promise<unknown> => {
    asked += 1;
    return { Tags: Object.entries(tags).map(([ResourceId, Value]) => ({ ResourceId, Value })) };
  };
  return { guard: createGuard({ send } as never, 'staging'), asked: () => asked };
}

test('what carries the environment’s tag may be changed', async () => {
  const { guard } = guardOver({ 'i-1': 'staging', 'vol-1': 'staging' });
  await guard.assertOwn(['i-1', 'vol-1'], signal);
});

test('what carries no tag, or another environment’s, is left alone', async () => {
  const { guard } = guardOver({ 'i-1': 'production' });
  await assert.rejects(
    guard.assertOwn(['i-1'], signal),
    /^GuardRefusal: i-1 is left alone: its tag firedrill:environment must be "staging", but it carries "production"$/,
  );
  await assert.rejects(guard.assertOwn(['i-2'], signal), /but it carries no such tag/);
});

test('what this process made itself is not looked up', async () => {
  const { guard, asked } = guardOver({});
  guard.made('i-3');
  await guard.assertOwn(['i-3'], signal);
  assert.equal(asked(), 0);
});

test('what is read of another environment must be that one’s, and no third one’s', async () => {
  const { guard } = guardOver({ 'snap-1': 'production', 'snap-2': 'staging' });
  await guard.assertOf('production', ['snap-1'], signal);
  await assert.rejects(
    guard.assertOf('production', ['snap-2'], signal),
    /must be "production", but it carries "staging"/,
  );
  await assert.rejects(guard.assertOf('production', ['snap-3'], signal), /carries no such tag/);
});
