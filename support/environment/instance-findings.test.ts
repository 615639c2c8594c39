import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cloud } from '../cloud/connect-cloud';
import type { InstanceId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import type { Volume } from '../cloud/volumes';
import { instanceNamed } from './environment';
import { instanceFindings, whatTheCloudHas } from './instance-findings';
import { OpenEnvironment } from './open-environment';
import { readEnvironment } from './read-environment';
import type { Secrets } from './secrets';
import { TAINTED } from './tainted';

const { signal } = new AbortController();
const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const jira = instanceNamed(environment, 'jira');
const id = 'i-1' as InstanceId;

const WHOLE = {
  instance: { id, state: 'running', imageId: 'ami-jira', tags: { Name: 'jira' } },
  volume: {
    id: 'vol-1',
    state: 'in-use',
    sizeGiB: jira.volume.sizeGiB,
    tags: { Name: 'jira' },
    attachment: { instanceId: id, device: jira.volume.device },
  },
  status: 'ok',
  /** In the order in which the host is asked: leases, revision, mount, unit, answer. */
  host: [
    ['', 0],
    ['r-1\n', 0],
    ['', 0],
    ['ActiveState=active\n', 0],
    ['', 0],
  ] as readonly (readonly [string, number])[],
};

/** What is found of a Jira that differs so from one that is whole. */
async function found(differs: Partial<typeof WHOLE>): Promise<readonly string[]> {
  const { instance, volume, status, host } = { ...WHOLE, ...differs };
  const cloud = {
    instances: {
      find: () => Promise.resolve([instance as unknown as Instance]),
      statuses: () => Promise.resolve(new Map([[id, status]])),
    },
    volumes: { find: () => Promise.resolve([volume as unknown as Volume]) },
  } as unknown as Cloud;
  const access = { stateFolder: '', connection: { endpoint: '', region: environment.cloud.region } };
  const state = {
    ...({ version: 1, file: '', endpoint: '', hosts: {} } as const),
    ...{ revision: 'r-1', images: { jira: 'ami-jira' } },
  };
  const shell = {
    name: 'jira',
    run: (command: string) => {
      const mark = /[0-9a-f]{32}/.exec(command)?.[0] ?? '';
      // Nothing more is asked of a host without a janitor.
      const answers = [...host, ['', 0] as const, ['', 0] as const];
      const stdout = answers.map(([text, code]) => `${text}\n${mark} ${String(code)}\n`).join('');
      return Promise.resolve({ code: 0, stdout, stderr: '' });
    },
  };
  const open = Object.assign(new OpenEnvironment(environment, access, cloud, {} as Secrets, state), {
    host: () => shell,
  });
  return instanceFindings(open, await whatTheCloudHas(open, signal), jira, signal);
}

const answering = (place: number, text: string, code = 0): typeof WHOLE.host =>
  WHOLE.host.map((answer, at) => (at === place ? [text, code] : answer));

test('of an instance that is whole nothing is found', async () => {
  assert.deepEqual(await found({}), []);
});

test('what the cloud has of it otherwise than declared is found', async () => {
  const { instance, volume } = WHOLE;
  assert.deepEqual(await found({ instance: { ...instance, state: 'stopped' } }), ['i-1 is stopped']);
  assert.deepEqual(await found({ instance: { ...instance, imageId: 'ami-old' } }), [
    'i-1 is of image ami-old, not ami-jira',
  ]);
  const tainted = { ...instance, tags: { Name: 'jira', [TAINTED]: 'yes' } };
  assert.match(
    (await found({ instance: tainted })).join(),
    /i-1 is to be run anew: nobody answers for its root disk/,
  );
  assert.deepEqual(await found({ status: 'system ok, instance impaired' }), [
    'the status checks of i-1 say system ok, instance impaired',
  ]);
  const elsewhere = { ...volume, attachment: { ...volume.attachment, device: '/dev/sdz' } };
  assert.match((await found({ volume: elsewhere })).join(), /vol-1 is not attached as/);
  assert.match((await found({ volume: { ...volume, sizeGiB: 7 } })).join(), /has 7 GiB, not/);
});

test('what its host has otherwise is found', async () => {
  const lease = 'held id=fill-volume-0a1b2c3d fault=fill-volume holder=run/drill since=1\n';
  assert.deepEqual(await found({ host: answering(0, lease) }), [
    'it has the lease fill-volume-0a1b2c3d of run/drill',
  ]);
  assert.deepEqual(await found({ host: answering(1, 'cat: no such file\n', 1) }), [
    'it is initialised at no revision, not r-1',
  ]);
  assert.deepEqual(await found({ host: answering(2, 'nothing is mounted at /srv/jira\n') }), [
    'nothing is mounted at /srv/jira',
  ]);
  assert.deepEqual(await found({ host: answering(3, 'ActiveState=failed\n') }), ['jira.service is failed']);
  assert.deepEqual(await found({ host: answering(4, 'https://jira answered: 503\n', 1) }), [
    'https://jira answered: 503',
  ]);
});

test('a host that does not say its leases, and a name that two instances have, are errors', async () => {
  await assert.rejects(
    found({ host: answering(0, 'no such folder', 2) }),
    /does not say its leases: no such folder/,
  );
  await assert.rejects(
    found({ instance: { ...WHOLE.instance, tags: { Name: 'confluence' } } }),
    /expected one instance named jira in staging, found none/,
  );
});
