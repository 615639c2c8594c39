import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EnvironmentState } from './environment-state';
import { knownHosts, operatorEnvironment, sshConfig } from './operator-files';
import { readEnvironment } from './read-environment';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const state: EnvironmentState = {
  version: 1,
  file: 'staging.yaml',
  endpoint: 'http://127.0.0.1:1',
  revision: 'r-1',
  images: {},
  hosts: {
    bastion: { instanceId: 'i-1', hostKey: 'ssh-ed25519 AAAAbastion', publicAddress: '127.71.1.1' },
    jira: { instanceId: 'i-2', hostKey: 'ssh-ed25519 AAAAjira' },
  },
};

void test('ssh reaches the bastion at its public address and port, and the others through it', () => {
  const config = sshConfig(environment, state, '/checkout/.firedrill/staging');
  assert.match(config, /Host bastion\n {2}HostName 127\.71\.1\.1\n {2}Port 10022\n/);
  assert.match(config, /Host jira\n {2}HostName 10\.71\.1\.30\n {2}ProxyJump bastion\n/);
  assert.match(config, /StrictHostKeyChecking yes/);
});

void test('host keys are pinned by the name of the instance', () => {
  assert.equal(knownHosts(state), 'bastion ssh-ed25519 AAAAbastion\njira ssh-ed25519 AAAAjira\n');
});

void test('an instance that was not brought up yet is left out', () => {
  assert.doesNotMatch(sshConfig(environment, state, '/f'), /Host confluence/);
});

void test('without credentials of ours the variables leave them to the operator', () => {
  const text = operatorEnvironment(environment, state, {
    endpoint: 'https://ec2.example',
    region: 'eu-west-1',
  });
  assert.equal(
    text,
    "export AWS_ENDPOINT_URL_EC2='https://ec2.example'\nexport AWS_REGION='eu-west-1'\nexport AWS_DEFAULT_REGION='eu-west-1'\n",
  );
});
