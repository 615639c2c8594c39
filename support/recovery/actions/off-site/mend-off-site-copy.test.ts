import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { AnyAction } from '../action';
import type { ActionContext, RunbookFacts } from '../context';
import { forgetEarlierCopies } from './forget-earlier-copies';
import { setDamagedPacksAside } from './set-damaged-packs-aside';

const checkout = resolve(__dirname, '../../../..');
const environment = readEnvironment(join(checkout, 'fixtures/environments/staging.yaml'));
const plugin = join(
  checkout,
  'fixtures/configuration/roles/offsite/usr/local/lib/nagios/plugins/check_off_site_copy',
);
const root = mkdtempSync(join(tmpdir(), 'firedrill-restic-'));
after(() => rmSync(root, { recursive: true }));

void test('a file of the store is good when its name is the hash of its content, and one that is being stored is left aside', () => {
  const store = (content: string, name = createHash('sha256').update(content).digest('hex')): string => {
    mkdirSync(join(root, 'data', name.slice(0, 2)), { recursive: true });
    writeFileSync(join(root, 'data', name.slice(0, 2), name), content);
    return `data/${name.slice(0, 2)}/${name}`;
  };
  const look = (): unknown =>
    JSON.parse(
      execFileSync(
        'python3',
        [
          '-c',
          'import json, runpy, sys; print(json.dumps(runpy.run_path(sys.argv[1])["look"](sys.argv[2])))',
          ...[plugin, root],
        ],
        { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
      ),
    );
  store('one');
  store('half', `${'a'.repeat(64)}-restic-temp-1`);
  writeFileSync(join(root, 'config'), 'has another name');
  assert.deepEqual(look(), [1, []]);
  const damaged = store('other bytes', 'b'.repeat(64));
  assert.deepEqual(look(), [2, [damaged]]);
});

const run = async (
  action: AnyAction,
  target: string,
  answer: (command: string) => Answer,
  facts: Partial<RunbookFacts> = {},
) => {
  const shell = new FakeShell(answer);
  const context = {
    ...{ environment, target, facts, budget: seconds(5), keep: () => undefined },
    host: () => shell,
  } as unknown as ActionContext;
  const said = await action.run({}, context, new AbortController().signal);
  return { said, commands: shell.commands };
};

void test('damaged packs are moved out of sight; where a key or a snapshot is among them nothing is', async () => {
  const listed =
    (...paths: readonly string[]) =>
    (command: string) =>
      command.endsWith('--list') ? `${paths.join('\n')}\n` : '';
  const { said, commands } = await run(setDamagedPacksAside, 'offsite', listed('data/aa/aa1', 'data/bb/bb2'));
  assert.match(said, /data\/aa\/aa1, data\/bb\/bb2 of offsite lie in \/srv\/offsite\/damaged/);
  assert.match(
    commands.at(-1) ?? '',
    /mv -- '\/srv\/offsite\/restic\/data\/bb\/bb2' \/srv\/offsite\/damaged\//,
  );
  await assert.rejects(
    run(setDamagedPacksAside, 'offsite', listed('data/aa/aa1', 'keys/cc3')),
    /nothing was moved/,
  );
  await assert.rejects(run(setDamagedPacksAside, 'offsite', listed()), /every file on offsite/);
});

void test('of an archive only the copy that was stored last is kept, and no copy of another is touched', async () => {
  const copy = (id: string, set: string) => ({
    ...{ id, short_id: id.slice(0, 8), time: '2026-11-27T02:00:00Z', tags: [set] },
    paths: ['/mnt/archive/jira'],
  });
  const copies = [
    copy('aaaaaaaa11', 'archive-1'),
    copy('bbbbbbbb22', 'archive-1'),
    copy('cccccccc33', 'archive-0'),
  ];
  const answer = (command: string) => (command.includes("'snapshots'") ? JSON.stringify(copies) : '');
  const archive = { set: 'archive-1' } as NonNullable<RunbookFacts['archive']>;
  const { said, commands } = await run(forgetEarlierCopies, 'bastion', answer, { archive, copy: 'bbbbbbbb' });
  assert.match(said, /forgotten of archive-1: aaaaaaaa; kept: bbbbbbbb/);
  assert.match(commands.at(-1) ?? '', /'forget' '--prune' 'aaaaaaaa11'$/);
  await assert.rejects(
    run(forgetEarlierCopies, 'bastion', answer, { archive, copy: 'dddddddd' }),
    /dddddddd is not off site/,
  );
});
