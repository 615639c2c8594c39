import assert from 'node:assert/strict';
import { test } from 'node:test';
import { milliseconds } from '../../drill/time';
import { UndoList } from './undo-list';

void test('what was noted last is undone first', async () => {
  const list = new UndoList();
  const undone: string[] = [];
  for (const name of ['disk', 'network']) {
    list.add(name, () => {
      undone.push(name);
      return Promise.resolve();
    });
  }
  assert.deepEqual(await list.undoAll(), []);
  assert.deepEqual(undone, ['network', 'disk']);
  assert.deepEqual(list.open, []);
});

void test('one that cannot be undone does not keep the others, is named, and stays open', async () => {
  const list = new UndoList();
  let disk = 0;
  list.add('the disk', () => {
    disk += 1;
    return Promise.resolve();
  });
  list.add('the network', () => Promise.reject(new Error('access denied')));
  const [error] = await list.undoAll();
  assert.equal(error?.message, 'the network could not be undone: access denied');
  assert.equal(disk, 1);
  assert.deepEqual(list.open, ['the network']);
});

void test('an undoing that hangs is given up after its limit', async () => {
  const list = new UndoList(milliseconds(10));
  list.add('the disk', () => new Promise(() => undefined));
  const [error] = await list.undoAll();
  assert.match(error?.message ?? '', /undoing the disk took longer than 0\.01 s/);
});

void test('undoing twice undoes each once', async () => {
  const list = new UndoList();
  let times = 0;
  list.add('x', () => Promise.resolve(void (times += 1)));
  await list.undoAll();
  await list.undoAll();
  assert.equal(times, 1);
});
