import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readNightSettings } from './night-settings';

function written(t: TestContext, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'night-settings-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'nightly.yaml');
  writeFileSync(file, text);
  return file;
}

void test('paths are taken from where the settings lie, and what is not named is absent', (t) => {
  const file = written(
    t,
    `version: 1
chat: { webhookFile: secrets/webhook }
confluence: { baseUrl: https://tools.example.org/confluence, space: OPS, parent: 65537, tokenFile: /etc/token }
`,
  );
  assert.deepEqual(readNightSettings(file), {
    chat: { webhookFile: join(file, '../secrets/webhook') },
    confluence: {
      ...{ baseUrl: 'https://tools.example.org/confluence', space: 'OPS', parent: '65537' },
      ...{ tokenFile: '/etc/token', wait: 10 },
    },
  });
});

void test('what is wrong is said with its line; a secret in the file is an unknown key', (t) => {
  const file = written(
    t,
    `version: 1
chat: { webhook: https://chat.example.org/hooks/x }
mail:
  server: smtp.example.org
  port: 0
  security: ssl
  from: firedrill
  to: []
`,
  );
  assert.throws(
    () => readNightSettings(file),
    (error: Error) => {
      const said = error.message.replaceAll(file, 'FILE');
      assert.match(said, /FILE:2: key "webhook" is unknown/);
      assert.match(said, /FILE:5: mail\.port is 0/);
      assert.match(said, /FILE:6: mail\.security is "ssl"; expected starttls, tls, none/);
      assert.match(said, /FILE:7: mail\.from is "firedrill"; expected a mail address/);
      assert.match(said, /FILE:8: mail\.to/);
      assert.doesNotMatch(said, /hooks\/x/);
      return true;
    },
  );
});
