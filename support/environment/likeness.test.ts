import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderConfiguration, revisionOf } from './configuration';
import { differencesOfHosts } from './likeness';
import { parseEnvironment } from './read-environment';

const text = readFileSync(join(__dirname, '../../fixtures/environments/staging.yaml'), 'utf8');
const staging = parseEnvironment(text, 'staging.yaml');

/** Production as a team would declare it: other names, addresses, sizes and intervals, protected, and without an attacker. */
const production = (change: (text: string) => string = (same) => same) =>
  parseEnvironment(
    change(
      text
        .replace('name: staging', 'name: production')
        .replace('protected: false', 'protected: true')
        .replaceAll('10.71.', '10.20.')
        .replace('tools.staging.firedrill.test', 'tools.example.org')
        .replaceAll('type: t3.small', 'type: m6i.large')
        .replaceAll('size: 1GiB', 'size: 200GiB')
        .replace('pollInterval: 2s', 'pollInterval: 60s')
        .replace('pages: 100', 'pages: 0')
        .replace(/ {2}# Holds nothing.*\n {2}attacker:\n(?: {4}.*\n)+/, ''),
    ),
    'production.yaml',
  );

void test('two environments that differ in names, addresses, sizes and intervals are alike, though their revisions are not', () => {
  assert.deepEqual(differencesOfHosts(production(), staging), []);
  assert.notEqual(revisionOf(renderConfiguration(production())), revisionOf(renderConfiguration(staging)));
});

void test('the production that is declared here is protected, alike to staging, and apart from it', () => {
  const declared = parseEnvironment(
    readFileSync(join(__dirname, '../../fixtures/environments/production.yaml'), 'utf8'),
    'production.yaml',
  );
  assert.deepEqual(differencesOfHosts(declared, staging), []);
  assert.equal(declared.protected, true);
  assert.notEqual(declared.network.cidr, staging.network.cidr);
  assert.notEqual(declared.access.https.hostname, staging.access.https.hostname);
});

void test('an instance that only one of them has, and one of another role, are named', () => {
  const without = production((same) =>
    same.replace(/ {2}# The old single host.*\n {2}legacy:\n(?: {4}.*\n)+/, ''),
  );
  assert.deepEqual(differencesOfHosts(without, staging), ['production has no instance legacy']);
  assert.deepEqual(differencesOfHosts(staging, without), ['production has no instance legacy']);
});

void test('a port that is open for somebody else is found in the host firewall of that instance', () => {
  const open = production((same) =>
    same.replace('{ port: 8080, from: [web, monitor] }', '{ port: 8080, from: [internet] }'),
  );
  const found = differencesOfHosts(open, staging);
  assert.ok(found.length > 0 && found.every((each) => each.includes('instances/jira/')), found.join('\n'));
});

void test('a device that the monitor does not watch is found in its map', () => {
  const blind = production((same) => same.replace(/ {4}- \{ name: LDAP map, probe: nrpe.*\n/, ''));
  assert.match(differencesOfHosts(blind, staging).join(), /the configuration's .*monitor.* differs/);
});
