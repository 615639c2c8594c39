import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { leaseId } from '../../drill/lease';
import { minutes, seconds } from '../../drill/time';
import { durableFolder } from '../../hosts/lease/lease-files';
import type { InstanceId } from '../../cloud/ids';
import { untilInstance, untilVolume } from '../../cloud/until-state';
import { waitUntil } from '../../drill/wait-until';
import { killApplication } from '../../faults/applications/kill-application';
import { armScript, revertScript } from '../../hosts/lease/lease-scripts';
import { isMounted } from '../../hosts/mounts';
import type { Shell } from '../../hosts/shell';
import { progressTo } from '../output/progress';
import { CHECKOUT, STATE_FOLDER } from '../settings';
import { allCases, sampleOf } from './cases';
import { caseTimes } from './case-times';
import { openSlot, type Slot } from './slot';
import { differences } from './fingerprint';
import { runMatrix } from './run-matrix';

// As many cases as there are faults, so that each has one; `npm run matrix` has all of them.

const SLOTS = 3;
const CASES = 14;
const times = caseTimes(14);
const progress = progressTo(process.stderr);

after(() => {
  for (let slot = 1; slot <= SLOTS + 1; slot += 1) {
    const file = join(STATE_FOLDER, `matrix-${String(slot)}`, 'environment.yaml');
    spawnSync(process.execPath, ['support/supervisor/firedrill.js', 'down', file], { cwd: CHECKOUT });
  }
});

const { signal } = new AbortController();
const patience = { deadline: minutes(2), signal };

/** Cuts the power of an instance and gives it back. */
async function cutPower({ cloud: { instances } }: Slot, id: InstanceId): Promise<void> {
  await instances.stop(id, 'cut', signal);
  await untilInstance(instances, id, 'stopped', patience);
  await instances.start(id, signal);
  await untilInstance(instances, id, 'running', patience);
}

const untilInitialised = (slot: Slot): Promise<string> =>
  waitUntil({
    ...{ subject: 'the target to be initialised', deadline: minutes(1), signal },
    ...{ interval: seconds(0.5), attempt: seconds(10) },
    observe: async () => ({ value: await slot.onTarget('cat /run/firedrill/init-done') }),
  });

/** Takes the data volume by force and attaches it again, as a fault's lease in the cloud does. */
async function detachAndAttach({ cloud: { instances, volumes } }: Slot): Promise<void> {
  const [target] = await instances.find({ Name: 'target' }, signal);
  const volume = target?.devices['/dev/xvdf'];
  assert.ok(target && volume);
  await volumes.detach(volume, true, signal);
  await untilVolume(volumes, volume, 'available', patience);
  await volumes.attach(volume, target.id, '/dev/xvdf', signal);
  await untilVolume(volumes, volume, 'in-use', patience);
}

function recover({ file }: Slot): string {
  const words = ['support/supervisor/firedrill.js', 'recover', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: CHECKOUT, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

const isRoot = process.getuid?.() === 0;
const skip = isRoot ? false : 'only root may mount the small file systems that stand for a full disk';

void test(
  'whatever dies at whatever step of a lease, nothing stays, and recover makes it whole',
  { skip },
  async () => {
    const cases = sampleOf(allCases(times.leaseSeconds), CASES, 1);
    const kinds = (key: (one: (typeof cases)[number]) => string): number => new Set(cases.map(key)).size;
    assert.deepEqual([kinds(({ order }) => order.name), kinds(({ event }) => event)], [CASES, 10]);
    const results = await runMatrix({
      ...{ cases, slots: SLOTS, times, limitMs: Infinity, progress },
      signal: new AbortController().signal,
      onResult: ({ name }) => progress(name),
    });
    assert.equal(results.length, CASES);
    assert.deepEqual(
      results.flatMap(({ name, leaks, problem }) =>
        leaks.length === 0 && problem === undefined ? [] : [{ name, leaks, problem }],
      ),
      [],
    );
  },
);

void test(
  'a host that goes down has its volumes unmounted already: a revert does not count there, and is done when they are back',
  { skip },
  async () => {
    const slot = await openSlot(1, times, progress, new AbortController().signal);
    try {
      const terms = {
        id: leaseId('test', '0badcafe'),
        fault: 'test',
        holder: 'run/drill',
        duration: seconds(60),
      };
      const file = '/srv/ldap/left-behind';
      const scripts = {
        holds: [],
        note: `: > ${file}`,
        revert: `rm -f ${file}`,
        lasts: { at: '/srv/ldap', before: 'slapd.service' },
      };
      await slot.onTarget(armScript(terms, scripts));
      const device = (await slot.onTarget('findmnt --noheadings --output SOURCE /srv/ldap')).trim();
      await slot.onTarget('systemctl stop slapd && umount /srv/ldap');
      await assert.rejects(slot.onTarget(revertScript(terms.id)), /\/srv\/ldap is not mounted/);
      await slot.onTarget(`mount ${device} /srv/ldap && systemctl start slapd`);
      assert.equal(await slot.onTarget(`ls ${file} ${durableFolder(terms.id)}/revert.sh | wc -l`), '2');
      assert.match(await slot.onTarget(revertScript(terms.id)), /^by=release$/m);
      await assert.rejects(slot.onTarget(`ls ${file}`));
      await assert.rejects(slot.onTarget(`ls ${durableFolder(terms.id)}`));
    } finally {
      slot.close();
    }
  },
);

void test(
  'a host that cannot come up is run anew, comes back from a loss of power, and gets errors from a volume that is taken',
  { skip },
  async () => {
    const slot = await openSlot(SLOTS + 1, times, progress, signal);
    try {
      const { instances } = slot.cloud;
      const [target] = await instances.find({ Name: 'target' }, signal);
      assert.ok(target);
      // One that cannot be brought back with its root disk is run anew.
      await slot.onTarget(': > /etc/firedrill/instance.json && sync -f /etc/firedrill');
      await cutPower(slot, target.id);
      assert.match(recover(slot), new RegExp(`target: ${target.id} is run anew from its image`));
      const [anew] = await instances.find({ Name: 'target' }, signal);
      assert.ok(anew && anew.id !== target.id);

      // It has just written all that its first boot writes.
      await cutPower(slot, anew.id);
      await untilInitialised(slot);
      assert.equal(await slot.onTarget('find /etc/firedrill /etc/ssh -type f -size 0'), '');

      // And a volume that is taken from under its file system gives errors: read as zeros, it hung whoever allocated.
      const volume = anew.devices['/dev/xvdf'];
      assert.ok(volume);
      await slot.cloud.volumes.detach(volume, true, signal);
      await assert.rejects(
        slot.onTarget('timeout 20 dd if=/dev/zero of=/srv/ldap/more bs=1M count=900 conv=fsync'),
        /Input\/output error/,
      );
      assert.equal(await slot.onTarget('timeout 20 sync && echo synced'), 'synced');
    } finally {
      slot.close();
    }
  },
);

void test(
  'a volume that was taken and attached again is not taken for mounted, noticed by its file system or not',
  { skip },
  async () => {
    const slot = await openSlot(1, times, progress, signal);
    try {
      const before = await slot.state();
      const mounted = `${isMounted('/srv/ldap')} && mountpoint -q /srv/ldap && ls /srv/ldap/data >/dev/null && echo so`;
      await detachAndAttach(slot);
      assert.equal(await slot.onTarget(mounted), 'so');
      assert.ok(
        differences(before.host ?? [], (await slot.state()).host ?? []).includes(
          '+ device of /srv/ldap gone',
        ),
      );
      assert.match(recover(slot), /what is mounted at \/srv\/ldap lies on a device that is gone/);

      await detachAndAttach(slot);
      // The file system hears of it when it writes its log, and from then on nothing of it can be read.
      await assert.rejects(slot.onTarget('mkdir /srv/ldap/more && sync -f /srv/ldap'));
      assert.equal(await slot.onTarget(`${isMounted('/srv/ldap')} && echo so`), 'so');
      await assert.rejects(slot.onTarget('mountpoint -q /srv/ldap'));
      recover(slot);
      assert.equal(await slot.onTarget(mounted), 'so');
    } finally {
      slot.close();
    }
  },
);

void test(
  'a detach that is reverted before its file system has noticed is reverted on the host, too',
  { skip },
  async () => {
    const cases = allCases(times.leaseSeconds).filter(
      ({ name }) => name === 'detach-volume/both-killed/reverted',
    );
    const results = await runMatrix({
      ...{ cases, slots: 1, times, limitMs: Infinity, progress, signal },
      onResult: ({ name }) => progress(name),
    });
    assert.deepEqual(
      results.map(({ name, leaks, problem }) => ({ name, leaks, problem })),
      [{ name: 'detach-volume/both-killed/reverted', leaks: [], problem: undefined }],
    );
  },
);

void test('what a revert has removed does not come back after a loss of power', { skip }, async () => {
  const slot = await openSlot(1, times, progress, signal);
  try {
    const host: Shell = {
      run: async (command) => ({ code: 0, stdout: await slot.onTarget(command), stderr: '' }),
    };
    const ballast = 'ls -A /srv/ldap | grep firedrill-ballast || true';
    const [target] = await slot.cloud.instances.find({ Name: 'target' }, signal);
    assert.ok(target);
    const [lease] = await killApplication({
      ...{ instance: 'target', unit: 'slapd.service', staleFiles: [], mount: '/srv/ldap', host },
      named: () => Promise.resolve('target'),
    }).leases(signal);
    assert.ok(lease);
    const terms = {
      id: leaseId('test', '0ddba11a'),
      fault: 'test',
      holder: 'run/drill',
      duration: seconds(60),
    };
    await lease.arm(terms, signal);
    assert.match(await slot.onTarget(`sync -f /srv/ldap && ${ballast}`), /firedrill-ballast/);
    await lease.revert(terms, signal);
    await cutPower(slot, target.id);
    await untilInitialised(slot);
    assert.equal(await slot.onTarget(ballast), '');
  } finally {
    slot.close();
  }
});

void test(
  'a byte that changed in a large file with holes is seen, and seen to be back',
  { skip },
  async () => {
    const slot = await openSlot(1, times, progress, new AbortController().signal);
    try {
      const host = async () => (await slot.state()).host ?? assert.fail('the target can be asked');
      const write = (bytes: string): Promise<string> =>
        slot.onTarget(
          `printf '${bytes}' | dd of=/srv/ldap/holes bs=1 seek=200000000 conv=notrunc status=none`,
        );
      await slot.onTarget('truncate -s 256M /srv/ldap/holes');
      const before = await host();
      await write('\\001');
      const changed = differences(before, await host());
      assert.equal(changed.length, 2);
      assert.ok(
        changed.every((line) => line.endsWith(' /srv/ldap/holes') && line.slice(2).startsWith('bytes ')),
      );
      await write('\\000');
      assert.deepEqual(differences(before, await host()), []);
      await slot.onTarget('rm /srv/ldap/holes');
    } finally {
      slot.close();
    }
  },
);
