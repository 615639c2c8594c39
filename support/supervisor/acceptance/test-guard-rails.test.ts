import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CHECKOUT } from '../settings';
import { resultOf, testGuardRails } from './test-guard-rails';

const root = mkdtempSync(join(tmpdir(), 'guard-rails-'));
const { signal } = new AbortController();
const file = (path: string, text: string): void => writeFileSync(join(root, path), text);
before(() => {
  mkdirSync(join(root, 'support/safety'), { recursive: true });
  mkdirSync(join(root, 'support/cloud/lease'), { recursive: true });
  mkdirSync(join(root, 'support/supervisor/environment'), { recursive: true });
  symlinkSync(join(CHECKOUT, 'node_modules'), join(root, 'node_modules'));
  file('support/register.js', `require('${join(CHECKOUT, 'support/register.js')}');`);
  file('support/cloud/guard-everywhere.test.ts', "import { test } from 'node:test'; test('one', () => {});");
  file(
    'support/supervisor/environment/protected.test.ts',
    "import { test } from 'node:test'; test('two', () => {});",
  );
});
after(() => rmSync(root, { recursive: true }));

void test('the tests are run and counted, and what failed is in what they said', async () => {
  file('support/safety/a.test.ts', "import { test } from 'node:test'; test('three', () => {});");
  const { passed, failed, why } = await testGuardRails(root, signal);
  assert.deepEqual([passed, failed, why], [3, 0, undefined]);
  file(
    'support/safety/a.test.ts',
    "import { test } from 'node:test'; test('protection is gone', () => { throw new Error('let through'); });",
  );
  const broken = await testGuardRails(root, signal);
  assert.deepEqual([broken.passed, broken.failed], [2, 1]);
  assert.match(broken.output, /not ok \d+ - protection is gone/);
});

void test('tests that cannot be run, or that end too early, are no tests that passed', async () => {
  file('support/safety/a.test.ts', "import 'no-such-package';");
  assert.equal((await testGuardRails(root, signal)).failed, 1);
  assert.deepEqual(resultOf('TAP version 13\nok 1 - one\n'), {
    ...{ passed: 0, failed: 0, why: 'they came to no end' },
  });
  assert.deepEqual(resultOf('# pass 3\n# fail 0\n# cancelled 2\n'), { passed: 3, failed: 2 });
});
