import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../../cloud/connect-cloud';
import type { SampleEnvironment, SampleInstance } from '../../cloud/sample-environment';
import { seconds } from '../../drill/time';
import type { OpenEnvironment } from '../../environment/open-environment';
import { readEnvironment } from '../../environment/read-environment';
import { openSampleEnvironment } from '../../environment/sample-open-environment';
import { FakeShell } from '../../faults/fake-shell';
import { faultNames, makeFault, type FaultOrder } from '../../faults/faults';
import { protect, protectedTag } from '../../safety/protection';
import { actions } from '../actions/actions';
import { readCatalogue, type DrillDefinition } from '../catalogue/catalogue';
import { faultContextOf } from '../ports/fault-context-of';
import { planDrills, type PlannedDrill } from './plan-drills';
import { planReset } from './plan-reset';

const checkout = resolve(__dirname, '../../..');
const environment = readEnvironment(join(checkout, 'fixtures/environments/staging.yaml'));
const catalogue = readCatalogue(checkout, { actions, faults: { names: faultNames } });
const { signal } = new AbortController();

/** What a plan of each fault must name, besides the instance. */
type Named = 'instance' | 'volume' | 'every volume' | 'security group' | 'network ACL of web';
const faults: Readonly<
  Record<string, readonly [Omit<FaultOrder, 'name' | 'target'> & Partial<Pick<FaultOrder, 'target'>>, Named]>
> = {
  'kill-application': [{ parameters: {} }, 'instance'],
  'hang-application': [{ parameters: {} }, 'instance'],
  'fill-volume': [{ parameters: {} }, 'volume'],
  'restart-after-crash': [{ parameters: {} }, 'instance'],
  'install-bad-version': [{ parameters: {} }, 'instance'],
  'damage-index': [{ parameters: {} }, 'volume'],
  'damage-superblock': [{ parameters: {} }, 'volume'],
  'zero-configuration': [{ parameters: {} }, 'instance'],
  'memory-stress': [{ parameters: { Percent: '101', Workers: '60', DurationSeconds: '60' } }, 'instance'],
  'lock-table': [{ target: 'mysql', parameters: { database: 'jira', table: 'jiraissue' } }, 'volume'],
  'exhaust-connections': [{ target: 'mysql', parameters: {} }, 'volume'],
  'write-binary-logs': [{ target: 'mysql', parameters: { percent: '88' } }, 'volume'],
  'damage-binary-log': [{ target: 'mysql', parameters: {} }, 'volume'],
  'delete-rows': [
    { target: 'mysql', parameters: { database: 'jira', table: 'jiraissue', where: 'PROJECT = 1' } },
    'volume',
  ],
  'delete-branch': [{ target: 'ldap', parameters: { dn: 'ou=people,dc=firedrill,dc=test' } }, 'volume'],
  'exhaust-inodes': [{ target: 'confluence', parameters: {} }, 'volume'],
  'fill-directory': [{ target: 'ldap', parameters: { dn: 'ou=import,dc=firedrill,dc=test' } }, 'volume'],
  'start-too-early': [{ parameters: { database: 'mysql' } }, 'volume'],
  'delete-damaged-volume': [{ parameters: {} }, 'volume'],
  'deny-file-access': [{ parameters: {} }, 'volume'],
  'unmount-volume': [{ parameters: {} }, 'volume'],
  'corrupt-files': [{ parameters: { files: '3' } }, 'volume'],
  'change-configuration': [{ parameters: {} }, 'instance'],
  'damage-database': [{ target: 'mysql', parameters: {} }, 'volume'],
  'drop-table': [{ target: 'mysql', parameters: { database: 'jira', table: 'jiraissue' } }, 'volume'],
  'encrypt-files': [{ parameters: {} }, 'volume'],
  'delete-with-backups': [{ target: 'mysql', parameters: { and: 'ldap jira' } }, 'volume'],
  'change-monitor-map': [{ target: 'monitor', parameters: { device: 'Jira', port: '8081' } }, 'volume'],
  'drift-configuration': [{ target: 'web', parameters: {} }, 'instance'],
  'guess-ssh-keys': [{ target: 'bastion', parameters: { tries: '10' } }, 'instance'],
  'guess-passwords': [{ target: 'confluence', parameters: { tries: '10' } }, 'instance'],
  'hold-connections': [{ target: 'web', parameters: { connections: '400' } }, 'instance'],
  'plant-back-door': [{ parameters: {} }, 'instance'],
  'delete-rows-from-outside': [
    { target: 'mysql', parameters: { database: 'jira', table: 'jiraissue', where: 'PROJECT = 1' } },
    'security group',
  ],
  'alter-file': [{ target: 'web', parameters: { change: 'old-tls-is-allowed' } }, 'instance'],
  'expire-certificate': [{ target: 'web', parameters: {} }, 'instance'],
  'associate-address': [{ target: 'web', parameters: { to: 'legacy' } }, 'instance'],
  'revoke-certificate': [{ target: 'web', parameters: {} }, 'instance'],
  'open-port': [{ target: 'crowd', parameters: { port: '9229' } }, 'instance'],
  'install-package': [{ target: 'crowd', parameters: { name: 'debug-tools' } }, 'instance'],
  'add-account': [{ target: 'mysql', parameters: { account: 'test' } }, 'volume'],
  'age-off-site-copy': [{ parameters: { hours: '30' } }, 'volume'],
  'spoil-old-data': [{ parameters: { what: 'a-zero-date' } }, 'volume'],
  'blackhole-port': [{ parameters: { port: 'all', seconds: '60' } }, 'instance'],
  'block-network': [{ parameters: { from: 'web' } }, 'network ACL of web'],
  'revoke-ingress': [{ parameters: {} }, 'security group'],
  'stop-instance': [{ parameters: {} }, 'instance'],
  'cut-power': [{ parameters: {} }, 'every volume'],
  'terminate-instance': [{ parameters: {} }, 'every volume'],
  'run-without-metadata': [{ parameters: {} }, 'every volume'],
  'hang-instance': [{ parameters: {} }, 'instance'],
  'hang-sshd': [{ parameters: {} }, 'instance'],
  'break-boot': [{ parameters: {} }, 'instance'],
  'delete-volume': [{ parameters: {} }, 'volume'],
  'shut-down-file-system': [{ parameters: {} }, 'volume'],
  'misdirect-name': [{ target: 'web', parameters: { name: 'jira', address: '10.71.1.250' } }, 'instance'],
  'isolate-instance': [{ parameters: {} }, 'instance'],
  'allow-egress': [{ parameters: {} }, 'instance'],
  'network-packet-loss': [{ parameters: { lossPercent: '30' } }, 'instance'],
  'limit-bandwidth': [{ parameters: { kilobitsPerSecond: '56' } }, 'instance'],
  'network-latency': [{ parameters: { DelayMilliseconds: '700' } }, 'instance'],
  'disrupt-connectivity': [{ target: 'mysql', parameters: {} }, 'instance'],
  'detach-volume': [{ parameters: {} }, 'volume'],
  'pause-volume-io': [{ parameters: { minutes: '2' } }, 'volume'],
  'no-op': [{ parameters: {} }, 'instance'],
};

describe('a plan', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let open: OpenEnvironment;
  let sample: SampleEnvironment;
  /** Every id that there is. */
  let ids: ReadonlySet<string>;
  /** Of all hosts together. A plan that runs a command fails: no command has an answer. */
  const shell = new FakeShell(() => undefined);

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    const { imageId } = memory;
    ({ open, sample } = await openSampleEnvironment(
      cloud,
      environment,
      { imageId, shell: () => shell },
      signal,
    ));
    const attached = await cloud.instances.find({}, signal);
    ids = new Set([
      sample.vpcId,
      ...[...sample.subnets.values()].flatMap(({ id, aclId }) => [id, aclId]),
      ...[...sample.instances.values()].flatMap((each) => Object.values(each as object) as string[]),
      ...attached.flatMap(({ devices }) => Object.values(devices)),
    ]);
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });

  const instanceCalled = (name: string): SampleInstance =>
    sample.instances.get(name) ?? assert.fail(`there is ${name}`);
  const jira = (): SampleInstance => instanceCalled('jira');
  const idsIn = (text: string): readonly string[] =>
    text.match(/\b(i|vol|sg|acl|vpc|snap|subnet)-[0-9a-f]{8,}\b/g) ?? [];

  /** What was asked of the cloud meanwhile that is no question, and what any host was told. */
  const changesDuring = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = [memory.actions.length, shell.commands.length] as const;
    await act();
    const asked = memory.actions.slice(before[0]);
    assert.ok(asked.length > 0, 'nothing was asked at all');
    const changes = asked.filter((action) => !/^(Describe|Get|List)/.test(action));
    return [...changes, ...shell.commands.slice(before[1])];
  };

  const drillOf = (order: FaultOrder): DrillDefinition => {
    const definition = catalogue.drill('jira-is-terminated');
    return { ...definition, scenario: { ...definition.scenario, fault: order } };
  };
  const only = async (definition: DrillDefinition, on = open): Promise<PlannedDrill> => {
    const [drill] = await planDrills(on, [definition], 1, signal);
    if (drill === undefined || 'problem' in drill) return assert.fail(drill?.problem ?? 'none was planned');
    return drill;
  };

  it('is asked of every fault that there is', () => {
    assert.deepEqual(Object.keys(faults).sort(), [...faultNames].sort());
  });

  for (const [name, [rest, what]] of Object.entries(faults)) {
    const order = { name, target: 'jira', ...rest };

    it(`of ${name} touches nothing: the cloud is only asked, and no host is told anything`, async () => {
      const changes = await changesDuring(async () => {
        await makeFault(faultContextOf(open, 1), order).plan();
        await planDrills(open, [drillOf(order)], 1, signal);
      });
      assert.deepEqual(changes, []);
    });

    it(`of ${name} names the ${what} by an id that exists, and how it is put back`, async () => {
      const { changes, leases } = await only(drillOf(order));
      assert.ok(changes.length > 0);
      for (const { target, change, revert } of changes) {
        const named = idsIn(`${target} ${change} ${revert}`);
        const { id, volumeId, groupId } = instanceCalled(order.target);
        const { devices } = await cloud.instances.describe(id, signal);
        const expected = {
          instance: [],
          volume: [volumeId],
          'every volume': Object.values(devices),
          'security group': [groupId],
          'network ACL of web': [sample.subnets.get('public')?.aclId, sample.instances.get('web')?.id],
        }[what];
        for (const each of [id, ...expected])
          assert.ok(each !== undefined && named.includes(each), `${String(each)} is not in "${target}"`);
        for (const each of named) assert.ok(ids.has(each), `${each} does not exist`);
        assert.notEqual(revert, '');
        const irreversible = leases.some(({ where }) => where === 'the environment');
        assert.equal(/bring staging back to its golden snapshot$/.test(revert), irreversible, revert);
      }
    });
  }

  it('of every drill of the catalogue, and of the reset after it, touches nothing', async () => {
    const { drills } = catalogue;
    const changes = await changesDuring(async () => {
      const planned = await planDrills(open, drills, 1, signal);
      assert.deepEqual(
        planned.map((drill) => [drill.id, 'problem' in drill]),
        drills.map(({ scenario }) => [scenario.id, false]),
      );
      await planReset(open, signal);
    });
    assert.deepEqual(changes, []);
  });

  it('says where leases would be armed, for how long, and who would renew them', async () => {
    const leasesOf = async (name: string, parameters: Readonly<Record<string, string>> = {}) =>
      (await only(drillOf({ name, target: 'jira', parameters }))).leases;
    const { id, volumeId } = jira();
    const { lease, heartbeat, boot } = environment.safety;
    assert.deepEqual(
      (await leasesOf('detach-volume')).map(({ where, duration, renewedEvery }) => [
        where,
        duration,
        renewedEvery,
      ]),
      [
        ['host jira', lease, heartbeat],
        [volumeId, lease, heartbeat],
      ],
    );
    assert.deepEqual(await leasesOf('stop-instance'), [
      { where: id, restores: 'start it', duration: lease - boot, renewedEvery: heartbeat },
    ]);
    const [cut] = await leasesOf('blackhole-port', { port: 'all', seconds: '60' });
    assert.deepEqual([cut?.duration, cut?.renewedEvery], [seconds(60), undefined]);
    const [whole] = await leasesOf('cut-power');
    assert.deepEqual([whole?.where, whole?.duration], ['the environment', undefined]);
  });

  it('says what would be refused, with the limit, and what a scenario may exceed', async () => {
    const definition = catalogue.drill('jira-is-terminated');
    assert.deepEqual((await only(definition)).refusals, []);
    const tight = { ...environment.safety, blastRadius: { instances: 1, tier: 0.1 } };
    const strict = Object.assign(Object.create(open) as OpenEnvironment, {
      environment: { ...environment, safety: tight },
    });
    assert.deepEqual((await only(definition, strict)).refusals, [
      'the blast radius allows 10% of the subnet application, and jira would be 1 of its 4',
    ]);
    const allowed = {
      ...definition,
      scenario: { ...definition.scenario, blastRadius: { tier: 1, because: 'x' } },
    };
    assert.deepEqual((await only(allowed, strict)).refusals, []);
  });

  it('says of a drill that cannot be planned why, and plans the others', async () => {
    const wrong = drillOf({ name: 'corrupt-files', target: 'jira', parameters: { files: 'three' } });
    const [broken, whole] = await planDrills(
      open,
      [wrong, catalogue.drill('mysql-data-volume-fills')],
      1,
      signal,
    );
    assert.deepEqual([broken?.id, broken !== undefined && 'problem' in broken], ['jira-is-terminated', true]);
    assert.match((broken as { problem: string }).problem, /files/);
    assert.ok(whole !== undefined && 'changes' in whole);
  });

  it('of a protected environment says that every fault is refused, and plans none', async () => {
    await protect(cloud, sample.vpcId, signal);
    const byTag = await only(catalogue.drill('mysql-data-volume-fills'));
    assert.match(byTag.refusals.join(), /^staging is protected \(its VPC vpc-\w+ has the tag/);
    await cloud.tags.remove(sample.vpcId, [protectedTag], signal);
    const declared = Object.assign(Object.create(open) as OpenEnvironment, {
      environment: { ...environment, protected: true },
    });
    const byFile = await only(catalogue.drill('mysql-data-volume-fills'), declared);
    assert.deepEqual(byFile.refusals, ['staging is protected (its environment file says so)']);
    assert.deepEqual([byFile.changes, byFile.leases], [[], []]);
  });

  it('says what ends the drill early, and what it changes besides', async () => {
    const definition = catalogue.drill('confluence-is-killed');
    const { stops, besides, reset } = await only(definition);
    assert.equal(stops.length, environment.safety.stop.length + definition.scenario.stop.length);
    assert.ok(stops.includes('1800 s have passed since the injection'), stops.join('; '));
    assert.deepEqual(
      besides.map(({ target }) => target),
      [sample.vpcId, 'a space, project and folder of its own, "FIREDRILL <run>/confluence-is-killed"'],
    );
    assert.equal(reset, 'unless-met');
    assert.equal((await only(catalogue.drill('the-daily-archive'))).reset, 'always');
  });

  it('of the reset says which volume is replaced from which snapshot', async () => {
    const { set, changes } = (await planReset(open, signal)) ?? assert.fail('there is a golden snapshot');
    assert.equal(set, 'golden-sample');
    assert.equal(changes.length, environment.instances.length);
    const { id, volumeId, snapshotId } = jira();
    assert.deepEqual(
      changes.find(({ target }) => target.startsWith('jira')),
      {
        target: `jira (${id})`,
        change: `a new data volume of ${snapshotId} in the place of ${volumeId}, which is deleted`,
        revert: 'nothing brings back what was written since',
      },
    );
  });
});
