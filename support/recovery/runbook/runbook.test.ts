import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { action } from '../actions/action';
import { DefinitionError } from '../catalogue/located-yaml';
import { fillRunbook, parseRunbook } from './runbook';

const wait = action({
  name: 'wait',
  parameters: z.strictObject({ percent: z.string().regex(/^\d+$/, { error: 'expected a number' }) }),
  commands: () => [],
  run: () => Promise.resolve(''),
});
const actions = new Map([[wait.name, wait]]);

const runbook = (step: string, rest = ''): string => `version: 1
id: x
title: x
parameters: [instance]
preconditions: [none]
steps:
  - title: first
${step}
    expected: something
    budget: 5s
    undo: nothing
${rest}`;

const problemsOf = (act: () => unknown): readonly string[] => {
  try {
    act();
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
};

void test('an unknown action is an error that names file, line and the known actions', () => {
  const source = runbook('    action: dance\n    target: web');
  assert.deepEqual(
    problemsOf(() => parseRunbook(source, 'scenarios/runbooks/x.yaml', actions)),
    ['scenarios/runbooks/x.yaml:8: action "dance" is unknown; expected one of wait'],
  );
});

void test('a budget without a unit, a missing title and an unknown key are all named at once', () => {
  const source = runbook('    action: wait\n    target: web')
    .replace('5s', '5')
    .replace('title: x', 'titel: x');
  const problems = problemsOf(() => parseRunbook(source, 'x.yaml', actions));
  assert.equal(problems.length, 3);
  assert.ok(
    problems.includes('x.yaml:11: steps.0.budget is "5"; expected a duration such as 90s, 5min or 2h'),
  );
  assert.ok(problems.includes('x.yaml:3: key "titel" is unknown; expected only known keys'));
});

void test('a parameter that is not declared is an error at the step that uses it', () => {
  const source = runbook('    action: wait\n    target: ${host}');
  assert.deepEqual(
    problemsOf(() => parseRunbook(source, 'x.yaml', actions)),
    ['x.yaml:9: ${host} is not declared under parameters; expected one of instance'],
  );
});

void test('a runbook is filled with the values it is given, in targets and parameters', () => {
  const source = runbook("    action: wait\n    target: ${instance}\n    parameters: { percent: '5' }");
  const filled = fillRunbook(parseRunbook(source, 'x.yaml', actions), { instance: 'jira' }, actions);
  assert.equal(filled.steps[0]?.target, 'jira');
  assert.equal(filled.steps[0].budget, 5000);
});

void test('a value that is missing, one too many, and one that an action refuses are errors', () => {
  const source = runbook("    action: wait\n    target: ${instance}\n    parameters: { percent: 'much' }");
  const located = parseRunbook(source, 'x.yaml', actions);
  assert.deepEqual(
    problemsOf(() => fillRunbook(located, { host: 'jira' }, actions)),
    [
      'x.yaml:4: parameter "instance" was not given a value',
      'x.yaml:4: parameter "host" was given a value but is not declared',
      'x.yaml:10: wait: percent: expected a number',
    ],
  );
});

void test('what is not YAML at all is an error with its line', () => {
  const [problem = ''] = problemsOf(() => parseRunbook('version: [1\ntitle', 'x.yaml', actions));
  assert.match(problem, /^x\.yaml:\d+: .*expected YAML$/);
});

void test('a way back is filled in with what it is given, and knows the step that it begins at', () => {
  const percent = "    parameters: { percent: '5' }";
  const wayBack = `wayBack: { from: first, runbook: back, parameters: { instance: 'old-\${instance}' } }\n`;
  const there = parseRunbook(
    runbook(`    action: wait\n    target: web\n${percent}`, wayBack),
    'x.yaml',
    actions,
  );
  const back = parseRunbook(
    runbook(`    action: wait\n    target: \${instance}\n${percent}`),
    'back.yaml',
    actions,
  );
  const filled = fillRunbook(there, { instance: 'jira' }, actions, (id) =>
    id === 'back' ? back : undefined,
  );
  assert.equal(filled.wayBack?.from, 0);
  assert.equal(filled.wayBack.runbook.steps[0]?.target, 'old-jira');
  assert.deepEqual(
    problemsOf(() => fillRunbook(there, { instance: 'jira' }, actions)),
    ['x.yaml:14: runbook "back" does not exist'],
  );
});

void test('a way back from a step that is not there, or with a parameter that nobody gives, is an error', () => {
  const wayBack = `wayBack: { from: second, runbook: back, parameters: { instance: '\${host}' } }\n`;
  const source = runbook('    action: wait\n    target: web', wayBack);
  assert.deepEqual(
    problemsOf(() => parseRunbook(source, 'x.yaml', actions)),
    [
      'x.yaml:13: no step has the title "second"',
      'x.yaml:13: ${host} is not declared under parameters; expected one of instance',
    ],
  );
});
