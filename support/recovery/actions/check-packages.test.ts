import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPackages } from './check-packages';
import type { ActionContext } from './context';

const check = (policy: string, expect: string): Promise<string> =>
  checkPackages.run(
    { packages: 'libssl3', expect },
    {
      target: 'web',
      host: () => ({ run: () => Promise.resolve({ code: 0, stdout: policy, stderr: '' }) }),
    } as unknown as ActionContext,
    new AbortController().signal,
  );

const policy = (installed: string, candidate: string): string =>
  `libssl3:\n  Installed: ${installed}\n  Candidate: ${candidate}\n  Version table:\n`;

void test('the newest is the one that is offered', async () => {
  assert.equal(await check(policy('3.0.2', '3.0.2'), 'newest'), 'web has libssl3 3.0.2 (offered: 3.0.2)');
  await assert.rejects(check(policy('3.0.1', '3.0.2'), 'newest'), /libssl3 3\.0\.1 .*expected the newest/);
});

void test('an older one is not the one that is offered', async () => {
  await check(policy('3.0.1', '3.0.2'), 'older');
  await assert.rejects(check(policy('3.0.2', '3.0.2'), 'older'), /expected the older/);
});

void test('a package that is not there, or of which apt says nothing, is neither', async () => {
  await assert.rejects(check(policy('(none)', '3.0.2'), 'newest'), /libssl3 none \(offered: 3\.0\.2\)/);
  await assert.rejects(check('', 'older'), /libssl3 none \(offered: none\)/);
});
