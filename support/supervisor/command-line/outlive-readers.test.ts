import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { outliveReaders } from './outlive-readers';
import { CHECKOUT } from '../settings';

void test('a command whose reader has gone comes to its end without a word', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'firedrill-unread-'));
  t.after(() => rmSync(out, { recursive: true }));
  const command = ['support/supervisor/firedrill.js', 'design', '--out', out];
  const child = spawn(process.execPath, command, { cwd: CHECKOUT });
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number]>]);
  assert.deepEqual([said, code], ['', 0]);
  assert.ok(existsSync(join(out, 'README.md')));
});

void test('another error of a stream is not passed over', () => {
  const stream = new EventEmitter();
  outliveReaders(stream);
  stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  assert.throws(
    () => stream.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' })),
    /no space/,
  );
});
