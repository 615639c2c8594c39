import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { copyOfCheckout } from '../copy-of-checkout';
import { HARNESS_FAILED } from './exit-code';

// The whole command line on a copy of the checkout, so that a mistake that slipped through would touch nothing of ours.

let root: string;
before(() => {
  root = mkdtempSync(join(tmpdir(), 'bad-input-'));
  copyOfCheckout(root);
});
after(() => rmSync(root, { recursive: true }));

/** What the command line says of the copy with one file changed; the file is put back. */
function firedrill(command: string, file: string, change: (text: string) => string) {
  const path = join(root, file);
  const present = readFileSync(path, 'utf8');
  writeFileSync(path, change(present));
  try {
    return spawnSync(process.execPath, ['support/supervisor/firedrill.js', command], {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    });
  } finally {
    writeFileSync(path, present);
  }
}

const cases = [
  {
    title: 'a feature that names a failure scenario which does not exist',
    file: 'features/instance-loss/an-instance-loses-power.feature',
    change: (text: string) => text.replace('@scenario:mysql-loses-power', '@scenario:meteorite'),
    says: /an-instance-loses-power\.feature:6: failure scenario "meteorite" does not exist; expected one of /,
  },
  {
    title: 'a runbook with an unknown action',
    file: 'scenarios/runbooks/replace-an-instance.yaml',
    change: (text: string) => text.replace('action: start-unit', 'action: cross-fingers'),
    says: /replace-an-instance\.yaml:\d+: action "cross-fingers" is unknown; expected one of /,
  },
  {
    title: 'a stop condition on a device that the environment does not have',
    file: 'scenarios/instance-loss/jira-is-terminated.yaml',
    change: (text: string) =>
      text.replace('{ requests: alfresco, failing: 50%, for: 30s }', '{ monitor: Wiki, states: [Down] }'),
    says: /jira-is-terminated\.yaml:\d+: the monitor has no device "Wiki"; expected one of Bastion, /,
  },
];

for (const command of ['run', 'plan']) {
  for (const { title, file, change, says } of cases) {
    void test(`firedrill ${command} says in a line what is wrong with ${title}, and touches nothing`, () => {
      const { status, stdout, stderr } = firedrill(command, file, change);
      assert.equal(status, HARNESS_FAILED, stderr);
      assert.match(stderr, says);
      // One line for each problem: the file that is wrong, and those that no longer fit it.
      for (const line of stderr.trim().split('\n'))
        assert.match(line, /^(firedrill: )?(features|scenarios)\/\S+:\d+: /);
      assert.equal(stdout, '');
      assert.ok(!existsSync(join(root, '.firedrill')), 'no state was made');
    });
  }
}
