import { seedContainer } from '../../applications/containers';
import { openStore } from '../../applications/open-store';
import type { Store } from '../../applications/store';
import type { Application } from '../../drill/history';
import { milliseconds, minutes, seconds } from '../../drill/time';
import type { OpenEnvironment } from '../../environment/open-environment';
import { makeFault } from '../../faults/faults';
import { readJournal } from '../../hosts/journal';
import { mustRun } from '../../hosts/shell';
import { connectMonitor } from '../../monitoring/intermapper';
import { watchMonitor } from '../../monitoring/watch';
import { readBack, type ExpectedSeed } from '../../workload/read-back';
import { expectedSeed } from '../../workload/seed-content';
import { startWorkload } from '../../workload/start-workload';
import { seedContent } from '../../../fixtures/content/seed-content';
import { onlyOnOldHost } from '../../../fixtures/legacy/only-on-old-host';
import type { DrillPorts } from './drill-ports';
import { faultContextOf } from './fault-context-of';
import { freeEnvironment } from './free-environment';
import { takeInventory } from './inventory';
import { followInKilledProcess } from '../kill/killed-follower';
import { newLeaseId } from './new-lease-id';
import { RecentLook } from './recent-look';
import { openEventSources } from './open-event-sources';
import { systemFindings, untilMonitored } from '../../environment/steady-state';
import { restoreGoldenSnapshot } from '../../environment/restore-golden-snapshot';
import { otherEnvironment } from '../../environment/other-environment';
import { rewriteTestContent } from '../../environment/seed-environment';
import { drillOnly } from '../../environment/drill-snapshots';
import { replaceInstance } from '../../environment/replace-instance';
import { ofDrills } from '../../environment/root-disks';
import { rotationOf } from '../../environment/rotation';
import { rotateAdminKey, whoRefuses } from '../../environment/rotate-admin-key';
import { untilFirstBoot } from '../../environment/introduce-instance';
import { startInstance } from '../../environment/start-instance';
import { applicationsOf, instanceNamed } from '../../environment/environment';
import { imageNamed, imageOf } from '../../environment/image-of-instance';
import { keptSecrets } from '../../environment/kept-secrets';
import { environmentLease } from '../../environment/environment-lease';
import type { Progress } from '../../environment/stopwatch';

/** Binds a drill to an open environment. Nothing is touched and no connection made before the first use. */
export function openDrillPorts(open: OpenEnvironment, progress: Progress): DrillPorts {
  const { environment } = open;
  const rotation = rotationOf(open, false);
  const rootDisks = ofDrills(open);
  const recent = new RecentLook();
  const { requestTimeout, rates } = environment.workload;
  const applications = applicationsOf(environment);
  // The same for each drill, and made of hundreds of texts.
  let seed: readonly ExpectedSeed[] | undefined;
  const store: DrillPorts['recovery']['store'] = (application) =>
    openStore(application, open.applicationAccess('workload'), { requestTimeout });
  const replace: DrillPorts['recovery']['replaceInstance'] = async (name, signal, replacement = {}) => {
    await replaceInstance(open, name, replacement, signal);
    return open.instance(name, signal);
  };
  return {
    environment,
    systemFindings: (signal) => recent.orLook(() => systemFindings(open, signal)),
    untilMonitored: (signal) => untilMonitored(open, minutes(1), signal),
    inventory: async (signal) => ({
      ...(await takeInventory(environment, (name) => open.host(name), signal)),
      revision: open.state.revision,
      images: await imagesOf(open, signal),
    }),
    startWorkload: ({ historyFile, clock, seed, run }, signal) =>
      startWorkload(
        {
          access: open.applicationAccess('workload'),
          administration: open.applicationAccess('admin'),
          applications,
          rates,
          historyFile,
          clock: { origin: clock.origin, startedAt: clock.startedAt },
          seed,
          requestTimeout,
          run,
        },
        signal,
      ),
    watchMonitor: (clock, onEvent, signal) => {
      const host = open.host(environment.monitoring.instance);
      return watchMonitor(
        {
          eventLog: connectMonitor(open.monitorAccess()).eventLog,
          clock,
          hostTime: async (limit) => {
            const text = await mustRun(host, 'date +%s.%N', { signal: limit, timeout: seconds(10) });
            return { epochMs: Number(text.trim()) * 1000, error: 0.001 };
          },
          interval: milliseconds(500),
          onEvent,
          others: {
            sources: openEventSources(open, clock),
            interval: environment.monitoring.pollInterval,
          },
        },
        signal,
      );
    },
    makeFault: (order, seed) => makeFault(faultContextOf(open, seed), order),
    leaseId: newLeaseId,
    environmentLease: environmentLease(open),
    freeEnvironment: async (signal) => recent.found(await freeEnvironment(open, rotation, signal)),
    recovery: {
      environment,
      cloud: open.cloud,
      host: (name) => open.host(name),
      dataVolume: (name, signal) => open.dataVolume(name, signal),
      lastSnapshot: (name, signal) => open.lastSnapshot(name, signal),
      hostKey: (name) => open.hostKey(name),
      snapshotTags: drillOnly,
      rootDisks,
      rotation,
      secret: (name) => open.secrets.password(name),
      secretsOf: (name) =>
        keptSecrets(open.access.stateFolder).filter((secret) => secret.name.startsWith(`${name}/`)),
      image: (reference) => imageNamed(open, reference),
      imageOf: (name) => imageOf(open, instanceNamed(environment, name)),
      monitor: () => connectMonitor(open.monitorAccess()),
      store,
      administration: () => open.applicationAccess('admin'),
      replaceInstance: replace,
      startInstance: (name, signal) => startInstance(open, name, signal),
      untilFirstBoot: (name, boot, signal) => untilFirstBoot(open, name, boot, signal),
      rotateAdminKey: (except, signal) => rotateAdminKey(open, except, signal),
      otherEnvironment: (name) => otherEnvironment(open.access.stateFolder, name),
      writeTestContent: (signal) => rewriteTestContent(open, signal),
      whoRefuses: (key, signal) => whoRefuses(open, key, environment.instances, signal),
    },
    followInKilledProcess: (runbook, kill, signal) => {
      const { stateFolder, connection } = open.access;
      const right = connection.right === undefined ? {} : { right: connection.right };
      return followInKilledProcess({ environment: open.name, stateFolder, ...right, runbook, kill }, signal);
    },
    readBack: async ({ history, workloadContainer, oldHost, onRead }, signal) => {
      // Read as a person reads, logged in once: asking Crowd for each of a thousand requests took longer than reading.
      const reader = (name: Application, user: 'workload' | 'legacy'): Store =>
        openStore(name, open.applicationAccess(user), { requestTimeout, logIn: 'once' });
      const stores = applications.map((name) => reader(name, 'workload'));
      const ofOldUser = oldHost ? applications.map((name) => reader(name, 'legacy')) : [];
      try {
        seed ??= [...expectedSeed(seedContent(environment.content))];
        await readBack({ stores, history, workloadContainer, seed, seedContainer, onRead, signal });
        await readBack({
          stores: ofOldUser,
          history: [],
          workloadContainer,
          seed: oldHost ? expectedSeed(seedContent(onlyOnOldHost.spec)) : [],
          seedContainer: onlyOnOldHost.container,
          onRead: (read) => onRead({ ...read, origin: 'migrated' }),
          signal,
        });
      } finally {
        for (const each of [...stores, ...ofOldUser]) each.close();
      }
    },
    readLog: (name, since, signal) => {
      const epochSeconds = (Date.parse(since) / 1000).toFixed(3);
      return readJournal(open.host(name), { since: `@${epochSeconds}` }, signal);
    },
    // The monitor needs its polls to see everything again; the next drill waits for it.
    reset: async (signal) => {
      await restoreGoldenSnapshot(open, progress, signal);
      rotation.forget();
      rootDisks.forget();
    },
  };
}

/** Of what image each instance is, by its name. */
async function imagesOf(
  { cloud }: OpenEnvironment,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const instances = await cloud.instances.find({}, signal);
  return Object.fromEntries(instances.map(({ tags, imageId }) => [tags['Name'] ?? '', imageId]));
}
