import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Host } from '../hosts/host';
import { instanceNamed } from './environment';
import { readEnvironment } from './read-environment';
import { startApplications, type ApplicationHosts } from './start-applications';

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

/** Hosts on which every command succeeds, or fails where the test says so; which were told to start their unit, in that order. */
function hosts(fails: readonly string[] = []): {
  readonly hosts: ApplicationHosts;
  readonly started: string[];
} {
  const started: string[] = [];
  const answered: string[] = [];
  const host = (name: string): Host =>
    ({
      name,
      run: async (command: string) => {
        if (!command.includes('systemctl start')) {
          // Its unit runs for a while before it answers.
          await new Promise((resolve) => setImmediate(resolve));
          answered.push(name);
          return { code: 0, stdout: '', stderr: '' };
        }
        for (const before of instanceNamed(environment, name).dependsOn)
          assert.ok(answered.includes(before), `${name} is started before ${before} answers`);
        started.push(name);
        return fails.includes(name)
          ? { code: 90, stdout: '', stderr: 'no start' }
          : { code: 1, stdout: 'port 80 refuses', stderr: '' };
      },
    }) as unknown as Host;
  return { hosts: { environment, host }, started };
}

test('an application starts when what it depends on answers', async () => {
  const { hosts: all, started } = hosts();
  await startApplications(all, () => undefined, new AbortController().signal);
  assert.deepEqual([...started].sort(), environment.instances.map(({ name }) => name).sort());
});

test('an instance that is not ready keeps back only what depends on it', async () => {
  const { hosts: all, started } = hosts();
  let letGo = (): void => undefined;
  const legacy = new Promise<void>((resolve) => (letGo = resolve));
  let monitorAnswers = (): void => undefined;
  const monitor = new Promise<void>((resolve) => (monitorAnswers = resolve));
  const done = startApplications(
    all,
    (line) => {
      if (line.includes('monitor')) monitorAnswers();
    },
    new AbortController().signal,
    ({ name }) => (name === 'legacy' ? legacy : Promise.resolve()),
  );
  await monitor;
  assert.ok(!started.includes('legacy'));
  letGo();
  await done;
  assert.equal(started.at(-1), 'legacy');
});

test('what fails is told once, and what depends on it is not started', async () => {
  const { hosts: all, started } = hosts(['mysql']);
  const failed = startApplications(all, () => undefined, new AbortController().signal);
  await assert.rejects(failed, (error: Error) => {
    assert.match(error.message, /^mysql: mariadb\.service did not start: /);
    assert.ok(!(error instanceof AggregateError));
    return true;
  });
  assert.deepEqual(
    ['crowd', 'confluence', 'jira', 'alfresco', 'web'].filter((name) => started.includes(name)),
    [],
  );
  assert.ok(started.includes('offsite'));
});
