import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact } from '../drill/redaction/known-secrets';
import { openSession } from './cloud-session';

const given = { accessKeyId: 'AKIAGIVEN', secretAccessKey: '3f786850e387550fdab836ed7e6dc881de23001b' };
const lent = {
  accessKeyId: 'AKIALENT',
  secretAccessKey: '89e6c98d92887913cadf06b2adb97f26cde4849b',
  sessionToken: '2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69',
};
const connection = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', environment: 'staging' };

void test('credentials that a client was given are learned before it signs with them', async () => {
  const { client } = openSession({ ...connection, credentials: given });
  assert.deepEqual(await client.config.credentials(), given);
  assert.equal(redact(`AKIAGIVEN ${given.secretAccessKey}`), 'AKIAGIVEN [redacted: cloud/secret-access-key]');
});

void test('credentials that are lent for a while are learned with their token, each time', async () => {
  const { client } = openSession({ ...connection, credentials: () => Promise.resolve(lent) });
  assert.deepEqual(await client.config.credentials(), lent);
  assert.equal(redact(lent.secretAccessKey), '[redacted: cloud/secret-access-key]');
  assert.equal(redact(lent.sessionToken), '[redacted: cloud/session-token]');
});
