import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { seconds } from '../../../drill/time';
import { readEnvironment } from '../../../environment/read-environment';
import { FakeShell, type Answer } from '../../../faults/fake-shell';
import type { AnyAction } from '../action';
import { checkNothingHalfCopied } from './check-nothing-half-copied';
import { cleanUpResticCache } from './clean-up-restic-cache';
import type { ActionContext } from '../context';

const environment = readEnvironment(join(__dirname, '../../../../fixtures/environments/staging.yaml'));
const copy = JSON.stringify([
  {
    id: 'a1',
    short_id: 'a1',
    time: '2026-11-27T02:00:00Z',
    tags: ['archive-1'],
    paths: ['/mnt/archive/jira'],
  },
]);
/** Nothing is half done, and the one copy of before is there. */
const clean = (command: string): Answer => {
  if (command.startsWith('systemctl show')) return 'ActiveState=inactive\n';
  return command.includes("'snapshots'") ? copy : '';
};

const run = async (
  action: AnyAction,
  answer: (command: string, instance: string) => Answer,
  { parameters = {}, volumes = [] as readonly string[] } = {},
) => {
  const commands: string[] = [];
  const kept: string[] = [];
  const context = {
    ...{ environment, target: 'bastion', facts: {}, budget: seconds(5) },
    keep: (_: string, text: string) => void kept.push(text),
    host: (name: string) =>
      new FakeShell((command) => {
        commands.push(command);
        return answer(command, name);
      }),
    cloud: { volumes: { find: () => Promise.resolve(volumes.map((id) => ({ id }))) } },
  } as unknown as ActionContext;
  const said = await action.run(parameters, context, new AbortController().signal);
  return { said, commands, kept };
};

const looked = (answer: Parameters<typeof run>[1], volumes: readonly string[] = []) =>
  run(checkNothingHalfCopied, answer, { parameters: { instances: 'mysql jira' }, volumes });

void test('a copy that failed has left nothing where nothing runs, is mounted, locked, kept or held still', async () => {
  assert.match(
    (await looked(clean)).said,
    /^nothing runs, .* the last of 1 copies off site is of archive-1$/,
  );
});

void test('whatever a failed copy has left is named', async () => {
  const left = (found: string, answer: Answer) => (command: string) =>
    command.includes(found) ? answer : clean(command);
  const cases: readonly [Parameters<typeof run>[1], RegExp][] = [
    [left('pgrep', '41 restic\n'), /on bastion there still runs 41 restic$/],
    [
      left('findmnt', '/mnt/archive/jira\n/mnt/archive/mysql\n'),
      /mounted \/mnt\/archive\/jira, \/mnt\/archive\/mysql$/,
    ],
    [left("'locks'", 'abc\n'), /the off-site store is locked by abc$/],
    [left("'snapshots'", '[]'), /the off-site store has no copy any more$/],
    [
      (command, name) =>
        name === 'jira' && command.startsWith('systemctl') ? 'ActiveState=active\n' : clean(command),
      /volumes are held still on jira$/,
    ],
  ];
  for (const [answer, words] of cases) await assert.rejects(looked(answer), words);
  await assert.rejects(looked(clean, ['vol-1', 'vol-2']), /volumes are left: vol-1, vol-2$/);
});

void test('caches are removed of whatever age, and what took the room is kept', async () => {
  let cleaned = false;
  const { said, commands, kept } = await run(cleanUpResticCache, (command) => {
    if (!command.includes("'cache'")) return `${cleaned ? '1' : '6900'}\t/var/cache/restic\n`;
    cleaned = true;
    return '';
  });
  assert.equal(said, '/var/cache/restic on bastion took 6900 MiB, and takes 1 MiB');
  assert.ok(commands.some((command) => command.endsWith("'cache' '--cleanup' '--max-age' '0'")));
  assert.deepEqual(kept, ['6900\t/var/cache/restic\n']);
});

void test('a cache that restic uses is left alone', async () => {
  const commands: string[] = [];
  await assert.rejects(
    run(cleanUpResticCache, (command) => {
      commands.push(command);
      return '4711\n12\t/var/cache/restic\n';
    }),
    /restic runs on bastion \(4711\)/,
  );
  assert.ok(commands.every((command) => !command.includes("'cache'")));
});
