import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { readEnvironment } from '../../environment/read-environment';
import { faultNames } from '../../faults/faults';
import { actions } from '../actions/actions';
import { readCatalogue } from './catalogue';
import { checkStopConditions } from '../stop-conditions/check-stop-conditions';
import { DefinitionError } from './located-yaml';
import { renderRunbook } from '../runbook/render-runbook';

const checkout = resolve(__dirname, '../../..');
const environment = readEnvironment(join(checkout, 'fixtures/environments/staging.yaml'));
const sources = { actions, faults: { names: faultNames } };
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A copy of scenarios and features with one file changed; the problems that reading it gives. */
const problemsAfter = (file: string, change: (text: string) => string): readonly string[] => {
  const root = mkdtempSync(join(tmpdir(), 'catalogue-'));
  folders.push(root);
  for (const folder of ['scenarios', 'features'])
    cpSync(join(checkout, folder), join(root, folder), { recursive: true });
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
  try {
    checkStopConditions(readCatalogue(root, sources), environment);
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
};

const feature = 'features/instance-loss/an-instance-is-terminated.feature';

void test('the drills fit together, and each of what is on disk is among them', () => {
  const { drills } = readCatalogue(checkout, sources);
  const onDisk = readdirSync(join(checkout, 'scenarios'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(?!runbooks).*\/.*\.yaml$/.test(name))
    .map((name) => basename(name, '.yaml'));
  assert.deepEqual(drills.map(({ scenario }) => scenario.id).sort(), onDisk.sort());
});

void test('what no drill breaks or does nobody knows to work: each fault and each action is of some drill', () => {
  const { drills } = readCatalogue(checkout, sources);
  const broken = new Set(drills.map(({ scenario }) => scenario.fault?.name));
  // The lease matrix breaks things by the first two; the last breaks nothing, for tests of what is around a fault.
  const aside = ['deny-file-access', 'unmount-volume', 'no-op'];
  assert.deepEqual(
    faultNames.filter((name) => !broken.has(name)),
    aside,
  );
  const done = new Set(
    drills.flatMap(({ runbook, before }) =>
      [...runbook.steps, ...(runbook.wayBack?.runbook.steps ?? []), ...(before?.steps ?? [])].map(
        ({ action }) => action,
      ),
    ),
  );
  for (const { scenario } of drills) if (scenario.outcome !== undefined) done.add(scenario.outcome.action);
  assert.deepEqual(
    [...actions.keys()].filter((name) => !done.has(name)),
    [],
  );
});

void test('a scenario elsewhere than its class and its id say is an error', () => {
  const problems = problemsAfter('scenarios/instance-loss/jira-is-terminated.yaml', (text) =>
    text.replace('class: instance-loss', 'class: attack'),
  );
  assert.deepEqual(problems, [
    'scenarios/instance-loss/jira-is-terminated.yaml:2: this file is scenarios/instance-loss/jira-is-terminated.yaml; expected scenarios/attack/jira-is-terminated.yaml',
    `${feature}:7: proves jira-is-terminated, of class attack; expected it in features/attack/`,
  ]);
});

void test('a scenario is a failure or a planned operation, and not half of each', () => {
  const operation = 'scenarios/operations/the-daily-archive.yaml';
  assert.deepEqual(
    problemsAfter(operation, (text) => text.replace(/^operation: .*$/m, 'if: it is late')).slice(0, 2),
    ['detection', 'fault'].map(
      (key) =>
        `${operation}:1: ${key}: missing; expected detection, fault and if, or operation in their place`,
    ),
  );
  assert.deepEqual(
    problemsAfter(operation, (text) => text.replace(/^then: /m, 'if: it is late\nthen: ')).slice(0, 1),
    [
      `${operation}:12: if: a planned operation has none of it; expected either operation, or detection, fault and if`,
    ],
  );
});

void test('a runbook that no drill follows is an error', () => {
  const problems = problemsAfter('scenarios/disk-full/mysql-data-volume-fills.yaml', (text) =>
    text.replace(/^then: .*$/m, 'then: { runbook: restart-a-service, parameters: { instance: mysql } }'),
  );
  assert.equal(
    problems.at(-1),
    'scenarios/runbooks/grow-the-volume-of-the-database.yaml:2: no failure scenario follows the runbook "grow-the-volume-of-the-database"; expected a drill that proves it',
  );
});

void test('a failure scenario that two features prove is an error', () => {
  const problems = problemsAfter('features/instance-loss/an-instance-loses-power.feature', (text) =>
    text.replace('@scenario:mysql-loses-power', '@scenario:jira-is-terminated'),
  );
  assert.match(problems.join('\n'), /@scenario:jira-is-terminated is on .* and .*; expected one scenario/);
});

void test('every step of every runbook has commands for a person, on the declared environment', () => {
  for (const { runbook } of readCatalogue(checkout, sources).drills) {
    for (const { action, parameters, target, title } of runbook.steps) {
      const commands = actions.get(action)?.commands(parameters, { environment, target }) ?? [];
      assert.ok(commands.length > 0, `${runbook.id}: ${title}`);
    }
    assert.match(renderRunbook(runbook, actions, environment), new RegExp(`^# Runbook: ${runbook.title}`));
  }
});

void test('a feature that names a failure scenario which does not exist is an error at its tag', () => {
  const problems = problemsAfter(feature, (text) =>
    text.replace('@scenario:jira-is-terminated', '@scenario:meteorite'),
  );
  const known = readCatalogue(checkout, sources).drills.map(({ scenario }) => scenario.id);
  assert.deepEqual(problems, [
    `${feature}:6: failure scenario "meteorite" does not exist; expected one of ${known.join(', ')}`,
    `scenarios/instance-loss/jira-is-terminated.yaml:2: no feature has a scenario tagged @scenario:jira-is-terminated; expected the one that proves it, in features/instance-loss/`,
  ]);
});

void test('a feature without a failure scenario is an error', () => {
  const problems = problemsAfter(feature, (text) => text.replace('@scenario:jira-is-terminated', '@slow'));
  assert.ok(problems[0]?.includes('has 0 tags @scenario:<id>; expected one'), problems.join('\n'));
});

void test('a scenario that names a runbook which does not exist is an error at the name', () => {
  const problems = problemsAfter('scenarios/instance-loss/jira-is-terminated.yaml', (text) =>
    text.replace('runbook: replace-an-instance', 'runbook: pray'),
  );
  assert.match(
    problems[0] ?? '',
    /^scenarios\/instance-loss\/jira-is-terminated\.yaml:\d+: runbook "pray" does not exist; expected one of /,
  );
});

void test('a feature that follows another runbook than its scenario says is an error', () => {
  const problems = problemsAfter(feature, (text) => text.replace('"replace an instance"', '"grow a volume"'));
  assert.match(problems[0] ?? '', /does not follow the runbook "replace an instance"$/);
});

void test('an unknown fault and an unknown action are errors', () => {
  const fault = problemsAfter('scenarios/instance-loss/jira-is-terminated.yaml', (text) =>
    text.replace('terminate-instance', 'explode'),
  );
  assert.match(
    fault[0] ?? '',
    /^scenarios\/instance-loss\/jira-is-terminated\.yaml:\d+: fault "explode" is unknown; expected one of /,
  );
  const action = problemsAfter('scenarios/runbooks/replace-an-instance.yaml', (text) =>
    text.replace('action: start-unit', 'action: dance'),
  );
  assert.match(
    action[0] ?? '',
    /^scenarios\/runbooks\/replace-an-instance\.yaml:\d+: action "dance" is unknown; /,
  );
});

void test('a stop condition that could never be met is an error at what is wrong in it', () => {
  const problemsOf = (...conditions: readonly string[]): readonly string[] =>
    problemsAfter('scenarios/disk-full/mysql-data-volume-fills.yaml', (text) =>
      [text.trimEnd(), 'stop:', ...conditions.map((condition) => `  - ${condition}`), ''].join('\n'),
    );
  const last = readFileSync(join(checkout, 'scenarios/disk-full/mysql-data-volume-fills.yaml'), 'utf8')
    .trimEnd()
    .split('\n').length;
  const line = (number: number): string =>
    `scenarios/disk-full/mysql-data-volume-fills.yaml:${String(last + 1 + number)}: `;
  const known = environment.monitoring.devices.map(({ name }) => name).join(', ');
  assert.deepEqual(
    problemsOf(
      '{ monitor: Bastille, states: [Down] }',
      '{ deadline: 20min }',
      '{ requests: jira, failing: 50%, for: 3s }',
    ),
    [
      `${line(1)}the monitor has no device "Bastille"; expected one of ${known}; correct the name`,
      `${line(3)}only 18 requests to jira end in 3 s; expected at least 20; make it longer`,
    ],
  );
  assert.match(
    problemsOf('{ requests: jira, failing: 50% }')[0] ?? '',
    /^scenarios\/disk-full\/mysql-data-volume-fills\.yaml:\d+: stop\.0: expected \{ requests, failing, for \}/,
  );
  assert.match(
    problemsOf('{ requests: wiki, failing: 50%, for: 10s }')[0] ?? '',
    /stop\.0\.requests is "wiki"/,
  );
});

void test('a stop condition on an application that the environment does not run is an error', () => {
  const without = {
    ...environment,
    instances: environment.instances.filter(({ role }) => role !== 'alfresco'),
  };
  assert.throws(
    () => checkStopConditions(readCatalogue(checkout, sources), without),
    /^DefinitionError: (scenarios\/[a-z-]+\/[a-z-]+\.yaml:\d+: nothing runs alfresco; expected one of confluence, jira; correct the name\n?)+$/,
  );
});

void test('a step that is to fail is one that the runbook goes back after', () => {
  const file = 'scenarios/operations/confluence-update-is-taken-back.yaml';
  const problems = problemsAfter(file, (text) =>
    text.replace('goesBackAfter: Wait until it serves', 'goesBackAfter: Note the version that runs'),
  );
  assert.equal(problems.length, 1);
  assert.match(
    problems[0] ?? '',
    /"Note the version that runs" is no step to go back after; expected one of Stop/,
  );
});

void test('what is due meets a failure, and fails at one of its steps', () => {
  const file = 'scenarios/disk-full/bastion-has-no-room-for-the-archive.yaml';
  const [elsewhere = '', ...others] = problemsAfter(file, (text) =>
    text.replace('failsAt: Copy the archive off site', 'failsAt: Copy it'),
  );
  assert.match(
    elsewhere,
    /"Copy it" is no step of "take the daily archive and its copy off site"; expected one of/,
  );
  assert.deepEqual(others, []);
  const operation = 'scenarios/operations/the-daily-archive.yaml';
  const due = 'due: { runbook: take-the-daily-archive, failsAt: Snapshot, saying: no }';
  assert.match(
    problemsAfter(operation, (text) => text.replace(/^then: /m, `${due}\nthen: `))[0] ?? '',
    /due: what is due meets a failure; expected detection, fault and if beside it$/,
  );
});

void test('a way back that no drill goes is an error', () => {
  const problems = problemsAfter('scenarios/operations/confluence-update-is-taken-back.yaml', (text) =>
    text.replace(/\n {2}goesBackAfter:.*/, ''),
  );
  assert.ok(
    problems.some((problem) =>
      problem.includes('no failure scenario follows the runbook "take-an-update-back"'),
    ),
  );
});
