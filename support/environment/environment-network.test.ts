import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import { ensureNetwork, type EnvironmentNetwork } from './environment-network';
import { readEnvironment } from './read-environment';

const { signal } = new AbortController();
const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
let memory: CloudInMemory;
let cloud: Cloud;
let network: EnvironmentNetwork;

before(async () => {
  memory = await startCloudInMemory();
  cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
  network = await ensureNetwork(staging, cloud, signal);
});
after(async () => {
  cloud.close();
  await memory.close();
});

const found = async () => ({
  groups: await cloud.securityGroups.find(network.vpcId, signal),
  acls: await cloud.networkAcls.find(network.vpcId, signal),
  subnets: await cloud.network.subnets(network.vpcId, signal),
});

void test('every instance has its group and every subnet its network ACL', async () => {
  const { groups, acls } = await found();
  for (const { name } of staging.instances)
    assert.ok(groups.some(({ id }) => id === network.groups.get(name)));
  for (const { name } of staging.network.subnets)
    assert.ok(acls.some(({ subnet, entries }) => subnet === name && entries.length === 2));
});

void test('a network that is as declared is left alone', async () => {
  const refuse = (): never => assert.fail('nothing is to be changed');
  const untouched: Cloud = {
    ...cloud,
    network: { ...cloud.network, ensureSubnet: refuse },
    networkAcls: { ...cloud.networkAcls, ensure: refuse, setEntries: refuse },
    securityGroups: { ...cloud.securityGroups, ensure: refuse, setIngress: refuse },
  };
  assert.deepEqual(await ensureNetwork(staging, untouched, signal), network);
});

void test('what was changed is put right: a rule more, a rule less, and an entry that denies', async () => {
  const before = await found();
  const mysql = before.groups.find(({ name }) => name === 'mysql');
  const jira = before.groups.find(({ name }) => name === 'jira');
  const [acl] = before.acls;
  assert.ok(mysql !== undefined && jira !== undefined && acl !== undefined);
  const more = { p: 'tcp', from: 4444, to: 4444, cidr: '0.0.0.0/0' };
  await cloud.securityGroups.authorize(mysql.id, [more], signal);
  const [less] = await cloud.securityGroups.rules(jira.id, signal);
  await cloud.securityGroups.revoke(jira.id, less === undefined ? [] : [less], signal);
  const denies = { number: 1, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0' } as const;
  await cloud.networkAcls.putEntry(acl.id, { direction: 'ingress', ...denies }, signal);
  assert.notDeepEqual(await found(), before);

  await ensureNetwork(staging, cloud, signal);
  assert.deepEqual(await found(), before);
});
