import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { instanceNamed } from './environment';
import { EnvironmentFileError, parseEnvironment, readEnvironment } from './read-environment';

const staging = join(__dirname, '../../fixtures/environments/staging.yaml');
const source = readFileSync(staging, 'utf8');

function problemsWith(from: string | RegExp, to: string): readonly string[] {
  const text = source.replace(from, to);
  assert.notEqual(text, source, `the change of ${String(from)} changed nothing`);
  try {
    parseEnvironment(text, 'staging.yaml');
  } catch (error) {
    assert.ok(error instanceof EnvironmentFileError, String(error));
    return error.problems;
  }
  return [];
}

const lineOf = (text: string): number => source.slice(0, source.indexOf(text)).split('\n').length;

test('staging is valid, and its units are read', () => {
  const environment = readEnvironment(staging);
  assert.equal(environment.instances.length, 12);
  assert.deepEqual(instanceNamed(environment, 'jira').volume, {
    sizeGiB: 1,
    mount: '/srv/jira',
    device: '/dev/xvdf',
  });
  assert.deepEqual(environment.startup.init, { deadline: 90_000, configuration: 20_000 });
  assert.deepEqual(instanceNamed(environment, 'bastion').ingress[0]?.from, [
    { kind: 'internet' },
    { kind: 'instances' },
  ]);
});

test('an unknown role is refused at its place, with the roles that there are', () => {
  const problems = problemsWith('role: jira', 'role: jura');
  assert.equal(problems.length, 1);
  assert.match(
    problems[0] ?? '',
    new RegExp(
      `^staging.yaml:${String(lineOf('role: jira'))}:11: instances.jira.role is "jura"; expected bastion, web, .*; choose`,
    ),
  );
});

test('a missing subnet is refused', () => {
  assert.match(
    problemsWith('    management: { cidr: 10.71.3.0/24 }\n', '').join('\n'),
    /subnet "management" is not declared; expected one of public, application, data, outside; correct it/,
  );
  assert.match(
    problemsWith('    subnet: data\n', '').join('\n'),
    /instances\.ldap\.subnet is missing; expected a text; add it/,
  );
});

test('an address outside its subnet, one given twice and one of EC2’s own are refused', () => {
  assert.match(
    problemsWith('address: 10.71.1.30', 'address: 10.71.2.30').join(),
    /lies outside subnet "application"/,
  );
  assert.match(
    problemsWith('address: 10.71.1.30', 'address: 10.71.1.20').join(),
    /of "jira" is the address of "confluence"/,
  );
  assert.match(problemsWith('address: 10.71.1.30', 'address: 10.71.1.2').join(), /kept by EC2/);
});

test('overlapping subnets are refused', () => {
  assert.match(
    problemsWith('data: { cidr: 10.71.2.0/24 }', 'data: { cidr: 10.71.0.0/22 }').join('\n'),
    /subnet "data" \(10\.71\.0\.0\/22\) overlaps subnet "public"/,
  );
});

test('wrong types and units are refused, all at once and in the order of the file', () => {
  const text = source
    .replace('protected: false', 'protected: maybe')
    .replace('deadline: 90s', 'deadline: 90')
    .replace('size: 1GiB', 'size: 1GB');
  assert.throws(
    () => parseEnvironment(text, 'x.yaml'),
    (error: EnvironmentFileError) => {
      assert.equal(error.problems.length, 3);
      assert.match(error.problems[0] ?? '', /^x\.yaml:5:12: protected is "maybe"; expected true or false/);
      assert.match(
        error.problems[1] ?? '',
        /instances\.bastion\.volume\.size is "1GB"; expected a size in whole GiB/,
      );
      assert.match(error.problems[2] ?? '', /startup\.init\.deadline is 90; expected a text/);
      return true;
    },
  );
});

test('a cycle is refused by name', () => {
  assert.match(
    problemsWith(/(port: 636.*\n)/, '$1    dependsOn: [confluence]\n').join(),
    /in a circle: confluence → crowd → ldap → confluence;/,
  );
});

test('unknown instance names and keys, and devices declared twice, are refused', () => {
  assert.match(problemsWith('dependsOn: [web]', 'dependsOn: [wob]').join(), /there is no instance "wob"/);
  assert.match(problemsWith('from: [bastion]', 'from: [bostion]').join(), /there is no instance "bostion"/);
  assert.match(
    problemsWith('ssh: { instance: bastion', 'ssh: { instance: basta').join(),
    /there is no instance "basta"/,
  );
  assert.match(problemsWith('name: Offsite', 'name: Bastion').join(), /device "Bastion" is declared twice/);
  assert.match(
    problemsWith('reset: when-needed', 'reset: when-needed\nrest: 1').join(),
    /:\d+:1: key "rest" is unknown/,
  );
  assert.match(problemsWith('probe: mysql', 'probe: mysqul').join(), /expected ssh, ldap, mysql, ping/);
});

test('what the monitor can tell of needs no health check, and it looks at no disk but its own', () => {
  assert.match(
    problemsWith('healthChecks: [bastion, monitor]', 'healthChecks: [bastion, web]').join(),
    /the monitor itself can tell of "web"; expected one of bastion, monitor/,
  );
  assert.match(
    problemsWith('healthChecks: [bastion, monitor]', 'healthChecks: [monito]').join(),
    /there is no instance "monito"/,
  );
  assert.match(
    problemsWith('probe: disk, instance: monitor', 'probe: disk, instance: jira').join(),
    /looks at its own disk only, not at that of "jira"; expected monitor/,
  );
});

test('text that is not YAML is refused with its place', () => {
  assert.match(
    problemsWith('reset: when-needed', 'reset: [').join(),
    /^staging\.yaml:\d+:\d+: .*expected YAML/,
  );
});

const safetyOf = (text: string) =>
  parseEnvironment(source.replace(/^safety:\n(?:(?: .*)?\n)*/m, text), 'staging.yaml').safety;

test('a file that says nothing of safety has the narrowest blast radius and no stop condition', () => {
  const { blastRadius, stop } = safetyOf('');
  assert.deepEqual(blastRadius, { instances: 1, tier: 0.5 });
  assert.deepEqual(stop, []);
});

test('stop conditions are read in their three forms, with their units', () => {
  const { stop } = safetyOf(`safety:
  stop:
    - { requests: jira, failing: 12.5%, for: 10s }
    - { monitor: Bastion, states: [Down, Critical] }
    - { deadline: 15min }
`);
  assert.deepEqual(stop, [
    { kind: 'requests', application: 'jira', failing: 0.125, for: 10_000 },
    { kind: 'monitor', device: 'Bastion', states: ['Down', 'Critical'], for: 0 },
    { kind: 'deadline', after: 900_000 },
  ]);
});

test('limits and stop conditions that cannot be meant are refused at their place', () => {
  assert.match(
    problemsWith('tier: 50%', 'tier: 0%').join(),
    /:\d+:\d+: safety\.blastRadius\.tier is "0%"; expected a share/,
  );
  assert.match(problemsWith('tier: 50%', 'tier: 101%').join(), /expected a share above 0% and up to 100%/);
  assert.match(
    problemsWith('instances: 1\n', 'instances: 0\n').join(),
    /blastRadius\.instances is 0; expected at least 1/,
  );
  assert.match(
    problemsWith('- { deadline: 30min }', '- { deadline: 30min, for: 3s }').join(),
    /safety\.stop\.0 is a mapping; expected \{ requests, failing, for \}/,
  );
  assert.match(
    problemsWith('- { deadline: 30min }', '- { requests: jira, for: 3s }').join(),
    /expected \{ requests/,
  );
  assert.match(
    problemsWith('monitor: Bastion', 'monitor: Bastille').join(),
    /^staging\.yaml:\d+:\d+: the monitor has no device "Bastille"; expected one of Bastion, /,
  );
  assert.match(
    problemsWith('- { deadline: 30min }', '- { requests: jira, failing: 50%, for: 3s }').join(),
    /^staging\.yaml:\d+:\d+: only 18 requests to jira end in 3 s; expected at least 20; make it longer$/,
  );
});

test('a protected environment has no attacker, and says where it stands', () => {
  assert.deepEqual(problemsWith('protected: false', 'protected: true'), [
    `staging.yaml:${String(lineOf('role: attacker'))}:11: "attacker" is there to attack the others, and this environment is protected; expected no instance of role attacker; take it out`,
  ]);
});
