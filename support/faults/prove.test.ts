import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { AllocationId, InstanceId, VolumeId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import type { ExperimentId } from '../cloud/io-pauses';
import type { Snapshot } from '../cloud/snapshots';
import type { Volume } from '../cloud/volumes';
import type { InjectionProgress, ProofOfInjection } from '../drill/fault';
import { archiveTags, consistentTag } from '../environment/archives';
import type { Environment } from '../environment/environment';
import type { OpenEnvironment } from '../environment/open-environment';
import { readEnvironment } from '../environment/read-environment';
import { openSampleEnvironment } from '../environment/sample-open-environment';
import type { Monitor } from '../monitoring/monitor';
import { FakeShell, type Answer } from './fake-shell';
import type { FaultContext } from './fault-context';
import { faultNames, makeFault, type FaultOrder } from './faults';
import { environmentLease, progress, terms } from './literal-terms';
import { spoilings } from './databases/spoil-old-data';

// Every order of an injection is taken and none is carried out. What is looked at afterwards is what the test says.

const environment = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));

const orders: readonly FaultOrder[] = [
  { name: 'corrupt-files', parameters: { files: '2' } },
  { name: 'blackhole-port', parameters: { port: '8080' } },
  { name: 'blackhole-port', parameters: { port: '8080', from: 'web' } },
  { name: 'blackhole-port', parameters: { port: 'all', seconds: '60' } },
  { name: 'block-network', parameters: { from: 'web' } },
  // Whom the rules never let in is silent from the start.
  { name: 'block-network', parameters: { from: 'ldap' } },
  { name: 'pause-volume-io', parameters: { minutes: '1' } },
  { name: 'terminate-instance', parameters: { with: 'mysql' } },
  { name: 'network-packet-loss', parameters: { lossPercent: '30' } },
  { name: 'network-latency', parameters: { DelayMilliseconds: '700' } },
  { name: 'limit-bandwidth', parameters: { kilobitsPerSecond: '56' } },
  { name: 'misdirect-name', target: 'web', parameters: { name: 'jira', address: '10.71.1.250' } },
  { name: 'damage-database', target: 'mysql', parameters: {} },
  { name: 'delete-with-backups', parameters: { and: 'alfresco' } },
  { name: 'change-monitor-map', target: 'monitor', parameters: { device: 'Jira', port: '8081' } },
  { name: 'drift-configuration', target: 'web', parameters: {} },
  { name: 'damage-binary-log', target: 'mysql', parameters: {} },
  { name: 'age-off-site-copy', target: 'offsite', parameters: { hours: '30' } },
  { name: 'write-binary-logs', target: 'mysql', parameters: { percent: '88' } },
  { name: 'lock-table', target: 'mysql', parameters: { database: 'jira', table: 'jiraissue' } },
  { name: 'exhaust-connections', target: 'mysql', parameters: {} },
  { name: 'delete-rows', target: 'mysql', parameters: { database: 'a', table: 'b', where: 'C = 1' } },
  {
    name: 'delete-rows-from-outside',
    target: 'mysql',
    parameters: { database: 'jira', table: 'b', where: 'C = 1' },
  },
  { name: 'delete-branch', target: 'ldap', parameters: { dn: 'ou=people,dc=firedrill,dc=test' } },
  { name: 'memory-stress', parameters: { Percent: '104', Workers: '60', DurationSeconds: '60' } },
  { name: 'fill-volume', parameters: { Percent: '85' } },
  { name: 'fill-volume', parameters: { volume: 'root' } },
  { name: 'exhaust-inodes', target: 'confluence', parameters: {} },
  { name: 'fill-directory', target: 'ldap', parameters: { dn: 'ou=import,dc=firedrill,dc=test' } },
  { name: 'start-too-early', parameters: { database: 'mysql' } },
  { name: 'drop-table', target: 'mysql', parameters: { database: 'jira', table: 'jiraissue' } },
  ...spoilings.map((what) => ({ name: 'spoil-old-data', target: 'legacy', parameters: { what } })),
  { name: 'guess-ssh-keys', target: 'bastion', parameters: { tries: '10' } },
  { name: 'guess-passwords', target: 'confluence', parameters: { tries: '10' } },
  { name: 'associate-address', target: 'web', parameters: { to: 'legacy' } },
  { name: 'hold-connections', target: 'web', parameters: { connections: '400' } },
  { name: 'alter-file', target: 'web', parameters: { change: 'start-page-is-defaced' } },
  { name: 'alter-file', target: 'web', parameters: { change: 'old-tls-is-allowed' } },
  { name: 'alter-file', target: 'ldap', parameters: { change: 'directory-is-opened' } },
  { name: 'alter-file', target: 'web', parameters: { change: 'metadata-is-forwarded' } },
  { name: 'expire-certificate', target: 'web', parameters: {} },
  { name: 'revoke-certificate', target: 'web', parameters: {} },
  { name: 'open-port', target: 'crowd', parameters: { port: '9229' } },
  { name: 'install-package', target: 'crowd', parameters: { name: 'debug-tools' } },
  { name: 'add-account', target: 'mysql', parameters: { account: 'test' } },
  ...[
    ...['kill-application', 'hang-application', 'fill-volume', 'deny-file-access', 'unmount-volume'],
    ...['change-configuration', 'encrypt-files', 'shut-down-file-system', 'disrupt-connectivity'],
    ...['isolate-instance', 'allow-egress'],
    ...['hang-instance', 'hang-sshd', 'break-boot', 'delete-volume'],
    ...['run-without-metadata'],
    ...['damage-index', 'damage-superblock', 'zero-configuration', 'delete-damaged-volume'],
    ...['restart-after-crash', 'install-bad-version'],
    ...['revoke-ingress', 'stop-instance', 'cut-power', 'terminate-instance', 'detach-volume', 'no-op'],
    ...['plant-back-door'],
  ].map((name) => ({ name, parameters: {} })),
].map((order) => ({ target: 'jira', ...order }));

/** What hosts answer; the first whose pattern is in the command counts. `from` is the instance that is asked. */
type Answers = readonly (readonly [RegExp, (command: string, from: string) => Answer])[];

const wellHost: Answers = [
  [/^find .* wc -l$/, () => '1\n'],
  // A quarter of an hour ago.
  [/^date \+%s; find/, () => '1000000\n999100.5\n'],
  // The one try is refused, and counted.
  [/^nft list counter/, () => '4\n5\n'],
  [/echo accepted/, () => 'accepted\nSSH-'],
  [/^getent/, () => '10.71.1.30 STREAM jira\n'],
  [
    /\bping\b/,
    () =>
      '100 packets transmitted, 100 received, 0% packet loss, time 1990ms\nrtt min/avg/max/mdev = 0.03/0.04/0.05/0.01 ms\n',
  ],
  [/^nft list table/, () => 'counter packets 0 bytes 0 drop\ncounter packets 0 bytes 0 drop\n'],
  [/\/dev\/tcp\//, (command, from) => ({ code: letsIn(environment, command, from) ? 0 : 124 })],
  [/"do":"corrupt"/, (command) => damaged(command)],
  [/"do":"look"/, () => files('now', ['a.bin', 'b.bin'])],
  [/--property=MainPID --value/, () => '812\n'],
  [/^systemctl show/, () => 'MainPID=812\nActiveState=active\nResult=success\nExecMainStatus=0\n'],
  [/^test -d \/proc\/812/, () => ({ code: 0 })],
  [/\nprocesses$/, () => '812 100 S\n813 101 S\n'],
  // A volume of 100 blocks, of which 40 are free.
  [/^stat -f -c '%b %f' '\/srv\/jira'$/, () => '100 40\n'],
  [/echo \$\(\(100 \* free/, () => '40\n'],
  [/^stat -f -c '%b %f' .*echo/, () => '60\n'],
  [/^cat .*binlog.* wc -c/, () => '1000\n'],
  [/^stat -f/, () => '4096\n'],
  [/NRestarts/, () => '0\n'],
  [/"oom_kill"/, () => '7\n'],
  [/curl .*\/status/, () => '{"state":"RUNNING"}'],
  [/SELECT COUNT\(\*\) FROM `b`/, () => '7\n'],
  [/^ldapsearch/, () => 'dn: ou=people\n'],
  [/^findmnt/, () => '/dev/xvdf\n'],
  [/python3 -c .*session-/s, () => '100 No space left on device\n'],
  [/tail -n 2 .*binlog.index/, () => '/srv/mysql/data/binlog.000002\n'],
  [/^cat \/proc\/1\/mounts/, () => '/dev/xvdf /srv/jira xfs rw 0 0\n'],
  [/kill -0/, () => 'ends well\n'],
  [/openssl s_client .*-crl_check/, () => 'Verify return code: 0 (ok)\n'],
  [/openssl x509 .*-checkend/, () => 'notAfter=Jan  1 00:00:00 2027 GMT\n'],
  [/^grep -cxF '( {2}SSLProtocol| {2}RequestHeader| {4}<title>|access to)/, () => '1\n'],
  [/^grep -cxF/, () => '0\n'],
  [/^date /, () => '1000\n'],
  [/^grep -cE .*access\.log/, () => '0\n'],
  [/^journalctl .* grep -c/, () => '0\n'],
  [/^ss -Htn .* wc -l/, () => '0\n'],
  [/^address=/, () => ({ code: 1 })],
  [/^MYSQL_PWD=/, () => ({ code: 1, stderr: 'ERROR 1045 (28000): Access denied' })],
  [/^mariadb --batch --skip-column-names --execute='SELECT (?!COUNT\(\*\) FROM `|@@)/, () => '0\n'],
  [/sha256sum/, () => 'first\n'],
  [/^set -eu\nkey=/, () => 'a.bin\n'],
  [/Salted__/, () => '0\n'],
  [/./, () => ''],
];

const files = (hash: string, names: readonly string[], words = 'hash of'): string =>
  JSON.stringify({
    files: names.map((path) => ({ path, [hash]: `${words} ${path}`, size: 64, mtime: 1 })),
  });
const damaged = (command: string): string =>
  files('original', [/"first":0/.test(command) ? 'a.bin' : 'b.bin']);

/** Whether the declared rules let an instance in where the command connects to. */
function letsIn({ instances }: Environment, command: string, from: string): boolean {
  const [, address, port] = /\/dev\/tcp\/([\d.]+)\/(\d+)/.exec(command) ?? [];
  const to = instances.find((each) => each.address === address);
  if (to === undefined) return false;
  if (to.name === from || (port === '22' && from === 'bastion')) return true;
  const rules = to.ingress.filter((rule) => String(rule.port) === port).flatMap((rule) => rule.from);
  return rules.some((source) => source.kind !== 'instance' || source.name === from);
}

/** As each fault leaves them; the monitor reaches everybody still. */
const brokenHost: Answers = [
  [/^date \+%s; find/, () => '1000000\n891000.5\n'],
  [/^stat -f -c '%b %f' '\/srv\/jira'$/, () => '100 15\n'],
  [/^stat -f -c '%b %f' .*echo/, () => '88\n'],
  [/^cat .*binlog.* wc -c/, () => '900000\n'],
  [/NRestarts/, () => '3\n'],
  [/"oom_kill"/, () => '8\n'],
  [/curl .*\/status/, () => '{"state":"ERROR"}'],
  [/SELECT COUNT\(\*\) FROM `b`/, () => '0\n'],
  [/^ldapsearch/, () => ({ code: 32 })],
  [
    /^head -c .*ldapadd/s,
    () => ({ code: 80, stderr: 'ldap_add: Other (e.g., implementation specific) error (80)\n' }),
  ],
  [/^runuser .* touch /, () => ({ code: 1, stderr: 'touch: cannot touch: No space left on device\n' })],
  [/^mariadb .*lock_wait_timeout/, () => ({ code: 1, stderr: 'ERROR 1205: Lock wait timeout exceeded\n' })],
  [/^runuser -u nobody -- mariadb/, () => ({ code: 1, stderr: 'ERROR 1040: Too many connections\n' })],
  [/^mariadb-binlog/, () => ({ code: 1, stderr: 'ERROR: Error in Log_event::read_log_event()\n' })],
  [/^dd if=\/dev\/urandom/, () => ''],
  [/tr -d/, () => '1\n'],
  [/^mount /, () => ({ code: 32, stderr: "mount: can't read superblock\n" })],
  [/\/dev\/tcp\//, (_, from) => ({ code: from === 'monitor' ? 0 : 124 })],
  [/"do":"look"/, () => files('now', ['a.bin', 'b.bin'], 'another hash of')],
  [/^systemctl show/, () => 'MainPID=0\nActiveState=failed\nResult=signal\nExecMainStatus=9\n'],
  [/^test -d \/proc\/812/, () => ({ code: 1 })],
  [/\nprocesses$/, () => '812 100 T\n813 101 T\n'],
  [/^runuser .* dd /, () => ({ code: 1, stderr: 'dd: error writing: No space left on device\n' })],
  [/^runuser .* ls /, () => ({ code: 2, stderr: 'ls: cannot open directory: Permission denied\n' })],
  [/^cat \/proc\/1\/mounts/, () => '/dev/xvda / ext4 rw 0 0\n'],
  [/^test -e/, () => ({ code: 1 })],
  [/kill -0/, () => 'hangs for 2 s\n'],
  [/openssl s_client .*-crl_check/, () => ({ code: 1, stdout: 'verify error:num=23:certificate revoked\n' })],
  [/openssl x509 .*-checkend/, () => ({ code: 1, stdout: 'notAfter=Jan  1 00:00:00 2026 GMT\n' })],
  [/^grep -cxF '( {2}SSLProtocol| {2}RequestHeader| {4}<title>|access to)/, () => '0\n'],
  [/^grep -cxF/, () => '1\n'],
  [/^grep -cE .*access\.log/, () => '9\n'],
  [/^journalctl .* grep -c/, () => '3\n'],
  [/^ss -Htn .* wc -l/, () => '400\n'],
  [/^dpkg-query/, () => 'installed'],
  [/^ss -Hltn/, () => 'LISTEN 0 5 0.0.0.0:9229 0.0.0.0:*\n'],
  [/^address=/, () => ({ code: 0 })],
  [/^MYSQL_PWD=/, () => '1\n'],
  [/^id -un/, () => 'sysupdate\n/etc/cron.d/sysupdate\nport 0.0.0.0:4444\n'],
  [/sha256sum/, () => 'other\n'],
  [/Salted__/, () => '2\n'],
  [/^dd if=/, () => ({ code: 1, stderr: 'dd: error reading: Input/output error\n' })],
  [/^LC_ALL=C ls/, () => ({ code: 2, stderr: 'ls: cannot access: Input/output error\n' })],
  [/^getent/, () => '10.71.1.250 STREAM jira\n'],
  [/\bping\b/, () => '100 packets transmitted, 73 received, 27% packet loss, time 1990ms\n'],
  [/^nft list table/, () => 'counter packets 0 bytes 0 drop\ncounter packets 8 bytes 9000 drop\n'],
  ...wellHost,
];

/** The only snapshot of an archive, of Jira's volume. */
const archived = {
  id: 'snap-1',
  state: 'completed',
  startedAt: '2026-11-27T02:00:00.000Z',
  tags: { ...archiveTags('archive-1', ['jira']), 'firedrill:instance': 'jira', [consistentTag]: 'yes' },
} as unknown as Snapshot;

/** What a fault leaves otherwise than others do. */
const brokenBy: Readonly<Record<string, Answers>> = {
  // It is mounted still.
  'shut-down-file-system': wellHost.filter(([pattern]) => pattern.source.includes('mounts')),
  // Where the name leads nobody answers; where it should, all is well.
  'misdirect-name': [[/\/dev\/tcp\//, (command) => ({ code: command.includes('10.71.1.30') ? 0 : 124 })]],
  // The bastion reaches it still.
  'isolate-instance': [[/\/dev\/tcp\//, (_, from) => ({ code: from === 'bastion' ? 0 : 124 })]],
  // It is in, beside the rows being gone.
  'delete-rows-from-outside': [[/PROCESSLIST WHERE USER/, () => '1\n']],
  'hang-instance': [[/echo accepted/, () => 'accepted\n']],
  'network-latency': [[/\bping\b/, () => 'rtt min/avg/max/mdev = 700.1/700.2/700.3/0.1 ms\n']],
  'hang-sshd': [[/echo accepted/, () => 'accepted\n']],
  'break-boot': [[/echo accepted/, () => '']],
  'allow-egress': [[/^nft list counter/, () => '4\n4\n']],
  'spoil-old-data': [[/^mariadb --batch --skip-column-names --execute='SELECT/, () => '1\n']],
};

/** The same hosts, but for something that was broken before. */
const worlds: readonly (readonly [string, Answers])[] = [
  ['all is well', wellHost],
  [
    'no connection was answered before',
    [[/echo accepted/, () => ''], [/\/dev\/tcp\//, () => ({ code: 124 })], ...wellHost],
  ],
  [
    'the application had been killed before',
    [
      [/--property=MainPID --value/, () => '0\n'],
      [/^systemctl show/, () => 'MainPID=0\nActiveState=failed\nResult=signal\nExecMainStatus=9\n'],
      [/^test -d \/proc/, () => ({ code: 1 })],
      ...wellHost,
    ],
  ],
];

/** A monitor with one device. */
const monitorOf = (address: () => string): Monitor =>
  ({
    table: () => Promise.resolve(`staging\tJira\timprobe://jira:${address()}/http\t3\t2\t2`),
    importTable: () => Promise.resolve(),
  }) as unknown as Monitor;

/** Aborts after a second, or later where this thread has much to do: whoever looks has looked as often by then. */
function soon(): AbortSignal {
  const given = new AbortController();
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
    if (turns < 100) return;
    clearInterval(turning);
    given.abort(new Error('not seen in time'));
  }, 10);
  return given.signal;
}

interface ChangedCloud {
  /** The port at which the monitor asks its device. */
  readonly map?: () => string;
  readonly instances?: Partial<Cloud['instances']>;
  /** The instance that the web server's address leads to, and whether people are answered there. */
  readonly leadsTo?: () => string;
  readonly answered?: () => boolean;
  readonly snapshots?: Partial<Cloud['snapshots']>;
  readonly volumes?: Partial<Cloud['volumes']>;
}

describe('the proof of an injection', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let open: OpenEnvironment;

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    const shell = new FakeShell(() => undefined);
    const world = { imageId: memory.imageId, shell: () => shell };
    ({ open } = await openSampleEnvironment(cloud, environment, world, new AbortController().signal));
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });

  const contextOf = (answers: () => Answers, changed: ChangedCloud = {}): FaultContext => {
    const nothing = () => Promise.resolve();
    return {
      ...{ environment, seed: 1, environmentLease },
      cloud: {
        ...cloud,
        instances: {
          ...cloud.instances,
          ...{ stop: nothing, reboot: nothing, terminate: nothing },
          ...changed.instances,
        },
        volumes: { ...cloud.volumes, detach: nothing, delete: nothing, ...changed.volumes },
        snapshots: { ...cloud.snapshots, delete: nothing, ...changed.snapshots },
        addresses: {
          ...cloud.addresses,
          associate: nothing,
          find: async (_, signal) => {
            const [led] = await cloud.instances.find({ Name: changed.leadsTo?.() ?? 'web' }, signal);
            const association = { id: 'eipassoc-1', instanceId: led?.id as InstanceId };
            return [
              { id: 'eipalloc-1' as AllocationId, publicAddress: '203.0.113.1', association, tags: {} },
            ];
          },
        },
        networkAcls: { ...cloud.networkAcls, putEntry: nothing },
        securityGroups: { ...cloud.securityGroups, revoke: nothing, authorize: nothing },
        ioPauses: {
          ...cloud.ioPauses,
          start: () => Promise.resolve('EXP1' as ExperimentId),
          describe: () => Promise.resolve({ state: 'running', reason: '' }),
        },
        leases: { ...cloud.leases, arm: nothing },
        tags: { ...cloud.tags, set: nothing },
      },
      host: (name) =>
        new FakeShell((command) => answers().find(([pattern]) => pattern.test(command))?.[1](command, name)),
      dataVolume: (name, limit) => open.dataVolume(name, limit),
      lastSnapshotAt: () => 0,
      monitor: () => ({ ...monitorOf(() => changed.map?.() ?? ''), close: () => undefined }),
      administratorKey: () => 'key',
      databasePassword: () => 'password',
      endedCertificate: () => 'certificate',
      listRevoking: () => 'list',
      runWithoutMetadata: (name, signal) =>
        cloud.instances.find({ Name: name }, signal).then((found) => found[0]?.id ?? assert.fail(name)),
      peopleAreAnswered: () => Promise.resolve(changed.answered?.() ?? true),
    };
  };

  /** Undefined when it was still being looked for: what takes so long is not seen. */
  const proofOf = async (
    order: FaultOrder,
    context: FaultContext,
    told: InjectionProgress,
  ): Promise<ProofOfInjection | undefined> => {
    const fault = makeFault(context, order);
    for (const part of await fault.leases(soon())) await part.arm(terms, soon());
    // What fails is not proved either.
    await fault.inject(terms, told, soon()).catch(() => undefined);
    const signal = soon();
    return fault.prove(signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
  };

  it('is asked of every fault that there is', () => {
    assert.deepEqual([...new Set(orders.map(({ name }) => name))].sort(), [...faultNames].sort());
  });

  // Most are looked for until they are given up, and all of these waits may be one.
  describe('where nothing was done', { concurrency: 32 }, () => {
    for (const [world, answers] of worlds) {
      for (const order of orders) {
        const what = [order.name, ...Object.values(order.parameters)].join(' ');
        it(`is not there where it does nothing and ${world}: ${what}`, async () => {
          const proof = await proofOf(
            order,
            contextOf(() => answers),
            progress,
          );
          assert.notEqual(proof?.result, 'installed', proof?.observed);
        });
      }
    }
  });

  for (const order of orders) {
    const what = [order.name, ...Object.values(order.parameters)].join(' ');
    if (order.name === 'no-op' || order.parameters['from'] === 'ldap') continue;
    it(`is there where it does what it says: ${what}`, async () => {
      let broken = false;
      let deleted = false;
      const described: Partial<Instance> = /^terminate|^delete/.test(order.name)
        ? { state: 'terminated' }
        : order.name === 'run-without-metadata'
          ? { state: 'running', metadataEndpoint: 'disabled' }
          : { state: 'stopped' };
      const changed = {
        instances: {
          describe: (id: InstanceId) => Promise.resolve({ id, ...described } as Instance),
          status: () => Promise.resolve('system ok, instance impaired'),
          consoleOutput: () => Promise.resolve('finished at 12:00. Datasource DataSourceNone.'),
        },
        volumes: {
          describe: (id: VolumeId) =>
            Promise.resolve({ id, state: deleted ? 'deleted' : 'available' } as Volume),
          delete: () => Promise.resolve(void (deleted = true)),
          status: () => Promise.resolve('impaired'),
        },
        snapshots: { find: () => Promise.resolve(broken ? [] : [archived]) },
        map: () => (broken ? '8081' : '8080'),
        leadsTo: () => (broken ? 'legacy' : 'web'),
        answered: () => !broken,
      };
      const left = [...(brokenBy[order.name] ?? []), ...brokenHost];
      const context = contextOf(() => (broken ? left : wellHost), changed);
      const proof = await proofOf(order, context, { halfway: () => void (broken = true) });
      assert.equal(proof?.result, 'installed', proof?.observed);
    });
  }
});
