import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { parse } from 'yaml';
import { instanceNamed } from './environment';
import { readEnvironment } from './read-environment';
import { renderUserData } from './user-data';

const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const jira = instanceNamed(staging, 'jira');
const source = {
  bastion: '10.71.0.10',
  bastionHostKey: 'ssh-ed25519 AAAAC3Nz root@bastion\n',
  deployKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
};

interface CloudConfig {
  readonly write_files: readonly { path: string; permissions: string; content: string }[];
  readonly runcmd: readonly (readonly string[])[];
}

test('a host is told who it is, where its configuration is, and how to trust it', () => {
  const text = renderUserData(staging, jira, 'r-0123456789ab', source);
  assert.ok(text.startsWith('#cloud-config\n'));
  const [facts, key, ...others] = (parse(text) as CloudConfig).write_files;
  assert.deepEqual(JSON.parse(facts?.content ?? ''), {
    name: 'jira',
    role: 'jira',
    environment: 'staging',
    revision: 'r-0123456789ab',
    bastion: '10.71.0.10',
    bastionHostKey: 'ssh-ed25519 AAAAC3Nz',
    dataDevice: '/dev/xvdf',
    mount: '/srv/jira',
    configurationSeconds: '20',
  });
  assert.equal(key?.content, source.deployKey);
  assert.ok([facts, key].every((file) => file?.permissions === '0600'));
  assert.deepEqual(others, []);
  assert.deepEqual((parse(text) as CloudConfig).runcmd, [
    [
      'sh',
      '-c',
      'systemctl is-failed --quiet firedrill-init.service || systemctl start --no-block firedrill-init.service',
    ],
  ]);
});

test('the bastion is given no key and no bastion', () => {
  const { write_files: files } = parse(
    renderUserData(staging, instanceNamed(staging, 'bastion'), 'r-0123456789ab'),
  ) as CloudConfig;
  assert.deepEqual(
    files.map((file) => file.path),
    ['/etc/firedrill/instance.json'],
  );
  assert.ok(!('bastion' in (JSON.parse(files[0]?.content ?? '') as object)));
});

test('a host key of another kind is refused', () => {
  assert.throws(
    () => renderUserData(staging, jira, 'r-0123456789ab', { ...source, bastionHostKey: 'ssh-rsa AAAA' }),
    /expected an ssh-ed25519 host key/,
  );
});
