import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeMonitorMap } from './change-monitor-map';
import { environmentLease, named, progress, terms } from '../literal-terms';

const { signal } = new AbortController();

/** A monitor with one device, which takes an import or ignores it. */
const faultOn = (takes: boolean, device = 'Jira') => {
  let probe = 'improbe://jira:8080/com.dartware.tcp.http?URL%20Path=%2Fjira';
  const monitor = {
    table: () => Promise.resolve(`staging\tJira\t${probe}\t3\t2\t2\n`),
    importTable: (_: string, table: string) => {
      if (takes) probe = table.split('\t').at(-1) ?? '';
      return Promise.resolve();
    },
    close: () => undefined,
  };
  const target = { instance: 'monitor', device, port: 8081, monitor: () => monitor };
  return changeMonitorMap({ ...target, environmentLease, named: named('monitor (i-1)') });
};

void test("it is proved by the monitor's own export: the device is at the other port, and all else as it was", async () => {
  const fault = faultOn(true);
  await fault.inject(terms, progress, signal);
  assert.deepEqual(await fault.prove(signal), {
    result: 'installed',
    observed: 'the monitor\'s map has "Jira" at jira:8081; before it was jira:8080',
  });
});

void test('a monitor that did not take it, or was never told, proves nothing', async () => {
  const ignored = faultOn(false);
  await ignored.inject(terms, progress, signal);
  assert.equal((await ignored.prove(signal)).result, 'skipped');
  assert.equal((await faultOn(true).prove(signal)).result, 'skipped');
});

void test('a device that is not on the map cannot be changed', async () => {
  await assert.rejects(
    faultOn(true, 'Confluence').inject(terms, progress, signal),
    /has no device "Confluence"/,
  );
});
