import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeShell } from '../../../faults/fake-shell';
import { checkPackages } from './check-packages';
import type { ActionContext } from '../context';

/** On a host that knows what is offered only once it was told, and before takes what it has for the newest. */
const check = (policy: string, expect: string): Promise<string> => {
  let told = false;
  const shell = new FakeShell((command) => {
    if (command.includes('fetch-packages')) told = true;
    return told
      ? policy
      : policy.replace(
          /Candidate: .*/,
          /Installed: (.*)/.exec(policy)?.[0].replace('Installed', 'Candidate') ?? '',
        );
  });
  const context = { target: 'web', host: () => shell } as unknown as ActionContext;
  return checkPackages.run({ packages: 'libssl3', expect }, context, new AbortController().signal);
};

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
