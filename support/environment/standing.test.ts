import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Instance } from '../cloud/instances';
import type { CommandResult } from '../hosts/shell';
import type { OpenEnvironment } from './open-environment';
import { readEnvironment } from './read-environment';
import { standingOf } from './standing';
import { TAINTED } from './tainted';

const { signal } = new AbortController();
const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const jira = {
  id: 'i-1',
  state: 'running',
  imageId: 'ami-jira',
  tags: { Name: 'jira' },
} as unknown as Instance;

/** How jira stands where the cloud has these instances, and its host answers so. */
async function standing(present: readonly Instance[], answer: () => Promise<string>): Promise<string> {
  const open = {
    environment,
    state: { revision: 'r-1', images: { jira: 'ami-jira' } },
    host: () => ({
      run: async (): Promise<CommandResult> => ({ code: 0, stdout: await answer(), stderr: '' }),
    }),
  } as unknown as OpenEnvironment;
  const found = await standingOf(open, 'jira', present, signal);
  if (found.is === 'initialised') assert.equal(found.instance, present[0]);
  return found.is;
}
const initialised = (): Promise<string> => Promise.resolve('r-1\n');
const unasked = (): Promise<string> => assert.fail('the host is not to be asked');

void test('it is initialised where its host says so at the revision of the environment', async () => {
  assert.equal(await standing([jira], initialised), 'initialised');
  assert.equal(await standing([jira], () => Promise.resolve('r-0\n')), 'unknown');
  assert.equal(await standing([jira], () => Promise.resolve('')), 'unknown');
});

void test('a host that lets nobody in is unknown', async () => {
  assert.equal(await standing([jira], () => Promise.reject(new Error('refused'))), 'unknown');
});

void test('one that is gone, is of another image or is tainted is lost, whatever its host says', async () => {
  assert.equal(await standing([], unasked), 'lost');
  assert.equal(await standing([{ ...jira, state: 'shutting-down' }], unasked), 'lost');
  assert.equal(await standing([{ ...jira, imageId: 'ami-2' as Instance['imageId'] }], unasked), 'lost');
  assert.equal(await standing([{ ...jira, tags: { ...jira.tags, [TAINTED]: 'true' } }], unasked), 'lost');
});

void test('one that was stopped, or is there twice, is unknown without being asked', async () => {
  assert.equal(await standing([{ ...jira, state: 'stopped' }], unasked), 'unknown');
  assert.equal(await standing([jira, jira], unasked), 'unknown');
});
