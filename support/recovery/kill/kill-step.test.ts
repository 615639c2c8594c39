import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { FakeShell } from '../../faults/fake-shell';
import { killApplicationAt } from './kill-step';

const folder = mkdtempSync(join(tmpdir(), 'kill-step-'));
after(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

/** As on a host, for a unit that has no process here. */
const killing = (what: string, patience: string) => {
  const python = spawn('python3', [
    join(__dirname, 'kill-step.py'),
    what,
    'firedrill-no-such.service',
    patience,
  ]);
  let said = '';
  for (const stream of [python.stdout, python.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise<{ readonly code: number | null; readonly said: string }>((resolve) =>
    python.on('close', (code) => resolve({ code, said })),
  );
};

void test('who is never seen at work is not said to be killed', async () => {
  assert.deepEqual(await killing('mariadb', '0.05'), {
    code: 1,
    said: 'mariadb was not seen in 0.05 s\n',
  });
});

void test('what was there before says nothing of when it is made', async () => {
  const there = join(folder, 'there');
  writeFileSync(there, '');
  assert.deepEqual(await killing(there, '5'), { code: 1, said: `${there} was there before\n` });
});

void test('an application that says that it has ended was not killed in the middle', async () => {
  const host = (times: string): FakeShell =>
    new FakeShell((command) =>
      command.startsWith('date')
        ? '1795752220.5\n'
        : command.startsWith('python3')
          ? '/made\n'
          : `${times}\n`,
    );
  const jira = { unit: 'jira.service', appears: '/made', ended: 'upgraded:' };
  await assert.rejects(killApplicationAt(host('1'), jira, signal), /it was through with it/);
  assert.match(
    await killApplicationAt(host('0'), jira, signal),
    /killed when it had made \/made, and before/,
  );
});
