import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { readEnvironment } from './read-environment';
import { renderConfiguration } from './configuration';

const checkout = resolve(__dirname, '../..');
const plugin = join(
  checkout,
  'fixtures/configuration/roles/offsite/usr/local/lib/nagios/plugins/check_off_site_age',
);
const root = mkdtempSync(join(tmpdir(), 'firedrill-off-site-age-'));
after(() => rmSync(root, { recursive: true }));

const NOW = Date.parse('2026-11-27T12:00:00Z') / 1000;
const hour = 3600;
/** As the host has it. */
const ruleOf = (name: string): unknown => {
  const environment = readEnvironment(join(checkout, `fixtures/environments/${name}.yaml`));
  const file = renderConfiguration(environment).get('roles/offsite/etc/off-site-age.json');
  return JSON.parse(file ?? '');
};
const rules = { staging: ruleOf('staging'), production: ruleOf('production') };

let stores = 0;
/** A repository with its configuration file and copies of such ages, in hours. */
const store = (copies: readonly number[], made?: number): string => {
  const folder = join(root, String(++stores));
  mkdirSync(join(folder, 'snapshots'), { recursive: true });
  const write = (path: string, age: number): void => {
    writeFileSync(join(folder, path), '');
    utimesSync(join(folder, path), NOW - age * hour, NOW - age * hour);
  };
  if (made !== undefined) write('config', made);
  copies.forEach((age, index) => write(`snapshots/${String(index).repeat(64)}`, age));
  return folder;
};

/** What it says of several stores at once, each by the rule of an environment. */
const look = (
  asked: readonly (readonly [string, keyof typeof rules, number?])[],
): readonly [number, string][] =>
  JSON.parse(
    execFileSync(
      'python3',
      [
        '-c',
        'import json, runpy, sys; look = runpy.run_path(sys.argv[1])["look"]; print(json.dumps([look(*each) for each in json.loads(sys.argv[2])]))',
        plugin,
        JSON.stringify(asked.map(([folder, rule, now = NOW]) => [folder, rules[rule], now])),
      ],
      { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
    ),
  ) as [number, string][];

void test('the last copy counts, and is too old when it is older than the environment lets it be', () => {
  const half = store([20], 100);
  writeFileSync(join(half, 'snapshots', `${'a'.repeat(64)}-restic-temp-1`), 'is being stored');
  assert.deepEqual(
    look([
      [store([50, 25.9], 100), 'staging'],
      [store([50, 26.1], 100), 'staging'],
      [half, 'staging', NOW + 10 * hour],
    ]),
    [
      [0, 'OK - the last copy was stored 25.9 h ago, at most 26.0 h | age=93240s copies=2'],
      [2, 'CRITICAL - the last copy was stored 26.1 h ago, at most 26.0 h | age=93960s copies=2'],
      [2, 'CRITICAL - the last copy was stored 30.0 h ago, at most 26.0 h | age=108000s copies=1'],
    ],
  );
});

void test('a repository whose copies are all gone is too old when it was made too long ago', () => {
  assert.deepEqual(
    look([
      [store([], 1), 'staging'],
      [store([], 30), 'staging'],
    ]),
    [
      [
        0,
        'OK - there is no copy, and the repository was made 1.0 h ago, at most 26.0 h | age=3600s copies=0',
      ],
      [
        2,
        'CRITICAL - there is no copy, and the repository was made 30.0 h ago, at most 26.0 h | age=108000s copies=0',
      ],
    ],
  );
});

void test('where there never was a copy, somebody is missing it only where one is due every day', () => {
  const born = Date.now() / 1000;
  const found = look([
    [store([]), 'staging', born + 100 * hour],
    [store([]), 'production', born + hour],
    [store([]), 'production', born + 30 * hour],
  ]);
  assert.deepEqual(
    found.map(([code]) => code),
    [0, 0, 2],
  );
  assert.match(found[2]?.[1] ?? '', /there is no copy, and room for them was made 30\.0 h ago/);
});

void test('a copy from the future says nothing', () => {
  assert.deepEqual(look([[store([-1], 10), 'staging']]), [
    [3, 'UNKNOWN - the last copy was stored 1.0 h from now'],
  ]);
});
