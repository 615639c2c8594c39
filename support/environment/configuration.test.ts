import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { configurationTemplates, renderConfiguration, revisionOf } from './configuration';
import { roles } from './environment';
import { readEnvironment } from './read-environment';

const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const files = renderConfiguration(staging);

test('nothing is left to fill in but secrets', () => {
  for (const [path, content] of files) assert.doesNotMatch(content, /\{\{/, path);
});

test('every role is given the secrets that its files need, and no other', () => {
  const given = parse(readFileSync(join(configurationTemplates, 'secrets.yaml'), 'utf8')) as Record<
    string,
    string[]
  >;
  for (const role of roles) {
    const needed = new Set<string>();
    for (const [path, content] of files) {
      if (!path.startsWith(`roles/${role}/`) && path !== `prepare/${role}`) continue;
      // A template's, one that a script hashes, and one that it reads from the file of secrets.
      for (const [, filled, hashed, read] of content.matchAll(
        /@@(?:secret|hash):([\w.-]+)@@|hashed ([a-z]+\.[a-z]+)|\["SECRETS"\]\)\)\["([\w.-]+)"\]/g,
      )) {
        needed.add(filled ?? hashed ?? read ?? '');
      }
    }
    assert.deepEqual([...needed].sort(), [...(given[role] ?? [])].sort(), role);
  }
});

test('no password stands in the configuration, which goes to every host', () => {
  for (const [path, content] of files) {
    for (const line of content.split('\n')) {
      if (/^\s*[\w.]*password\s*=\s*\S/i.test(line)) assert.match(line, /@@secret:/, `${path}: ${line}`);
    }
  }
});

test('every host knows every other by name, and the web server by the name that people use', () => {
  const hosts = files.get('common/etc/hosts') ?? '';
  assert.match(hosts, /^10\.71\.1\.30 jira jira\.staging\.firedrill\.test$/m);
  assert.match(hosts, /^10\.71\.0\.20 web web\.staging\.firedrill\.test tools\.staging\.firedrill\.test$/m);
});

test("an instance's firewall takes what its ingress says, SSH from the bastion and NRPE from the monitor", () => {
  const rules = (files.get('instances/jira/etc/nftables.conf') ?? '').split('\n').map((line) => line.trim());
  const accepted = rules.filter((line) => line.includes('tcp dport') && line.includes('accept'));
  assert.deepEqual(accepted, [
    'ip saddr 10.71.0.10 tcp dport 22 accept comment "bastion"',
    'ip saddr 10.71.3.10 tcp dport 5666 accept comment "monitor"',
    'ip saddr 10.71.0.20 tcp dport 8080 accept comment "web"',
    'ip saddr 10.71.3.10 tcp dport 8080 accept comment "monitor"',
  ]);
  assert.ok(rules.includes('type filter hook input priority filter; policy drop;'));
});

test('the monitor is given every device, with its probe and parameters encoded', () => {
  const lines = (files.get('roles/monitor/srv/monitor/InterMapper_Settings/devices.tab') ?? '')
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, staging.monitoring.devices.length + 1);
  assert.ok(lines[0]?.startsWith('#\tformat=tab\ttable=devices\tfields=MapName,Name,IMProbe,'));
  assert.ok(
    lines.includes(
      'staging\tJira\timprobe://jira:8080/com.dartware.tcp.http?URL%20Path=%2Fjira%2Fstatus' +
        '&String%20to%20verify=%22state%22%3A%22RUNNING%22\t2\t2\t2',
    ),
  );
});

test('the revision is the content: equal files give it again, any change another', () => {
  assert.match(revisionOf(files), /^r-[0-9a-f]{12}$/);
  assert.equal(revisionOf(renderConfiguration(staging)), revisionOf(files));
  assert.notEqual(revisionOf(new Map([...files, ['common/etc/motd', '']])), revisionOf(files));
  assert.notEqual(revisionOf(new Map([['a', 'bc']])), revisionOf(new Map([['ab', 'c']])));
});

test('an unknown placeholder is an error that names its file and line', (context) => {
  const templates = mkdtempSync(join(tmpdir(), 'firedrill-templates-'));
  context.after(() => rmSync(templates, { recursive: true }));
  mkdirSync(join(templates, 'common'));
  writeFileSync(join(templates, 'common', 'motd'), 'first\n{{environment.nmae}}\n');
  assert.throws(() => renderConfiguration(staging, templates), /common\/motd:2: unknown placeholder/);
});

test('each line of the permissions names a declared file, its owners and its mode', () => {
  const lines = (files.get('permissions') ?? '')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const declared = [...files.keys()].map((path) =>
    path.replace(/^(common|(roles|instances)\/[^/]+)(?=\/)/, ''),
  );
  for (const line of lines) {
    const [path = ''] = line.split(' ');
    assert.match(line, /^\/\S+ [a-z]+:[a-z]+ 0[0-7]{3}$/);
    assert.ok(declared.includes(path), `${path} is nobody's file`);
  }
});
