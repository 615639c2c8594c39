import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { latencyLease } from './network-latency';

const root = mkdtempSync(join(tmpdir(), 'firedrill-latency-'));
after(() => rmSync(root, { recursive: true }));

/** A host with one interface, whose root discipline lies in a file; its kernel has netem or not. */
const hostWith = (name: string, discipline: string, netem: boolean) => {
  const here = join(root, name);
  mkdirSync(join(here, 'bin'), { recursive: true });
  const kept = join(here, 'discipline');
  writeFileSync(kept, `${discipline}\n`);
  const program = (program: string, script: string): void => {
    writeFileSync(join(here, 'bin', program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(here, 'bin', program), 0o755);
  };
  program('ip', "echo 'default via 10.71.0.1 dev eth0 proto dhcp'");
  program('unshare', 'shift; exec "$@"');
  program(
    'tc',
    `case "$*" in
  'qdisc add dev lo '*) ${netem ? 'exit 0' : "echo 'Error: Specified qdisc kind is unknown.' >&2; exit 2"} ;;
  'qdisc show dev eth0 root') cat ${kept} ;;
  'qdisc del dev eth0 root') echo 'qdisc mq 0: root' > ${kept} ;;
esac`,
  );
  const { note, revert } = latencyLease('web');
  const run = (script: string) =>
    spawnSync('sh', ['-euc', script], {
      cwd: here,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(here, 'bin')}:${process.env['PATH'] ?? ''}` },
    });
  return {
    note: () => run(note),
    revert: () => run(revert),
    noted: () => existsSync(join(here, 'interface')),
    delay: () => writeFileSync(kept, 'qdisc netem 8001: root refcnt 2 limit 1000 delay 700ms\n'),
    discipline: () => readFileSync(kept, 'utf8').trim(),
  };
};

void test('where the kernel has no netem the lease is not armed, and says why', () => {
  const host = hostWith('without', 'qdisc noqueue 0: root refcnt 2', false);
  const { status, stdout } = host.note();
  assert.equal(status, 1);
  assert.match(stdout, /the kernel of web has no netem: Error: Specified qdisc kind is unknown\./);
  assert.equal(host.noted(), false);
});

void test("a discipline that somebody has set up is left alone, the kernel's own is not", () => {
  const { status, stdout } = hostWith('shaped', 'qdisc htb 1: root refcnt 2 r2q 10', true).note();
  assert.equal(status, 1);
  assert.match(stdout, /web has a queueing discipline of its own: qdisc htb 1: root/);
  assert.equal(hostWith('default', 'qdisc fq_codel 0: root refcnt 2', true).note().status, 0);
});

void test('reverting deletes the delay once, and nothing else', () => {
  const host = hostWith('delayed', 'qdisc mq 0: root', true);
  assert.equal(host.note().status, 0);
  host.delay();
  assert.match(host.revert().stdout, /was deleted/);
  assert.equal(host.discipline(), 'qdisc mq 0: root');
  const again = host.revert();
  assert.deepEqual([again.status, again.stdout], [0, '']);
});
