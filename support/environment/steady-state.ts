import { setMaxListeners } from 'node:events';
import { openStore } from '../applications/open-store';
import { seedContainer } from '../applications/containers';
import { allowAll, entryText } from '../cloud/network-acls';
import { ingressText } from '../cloud/security-groups';
import { milliseconds, minutes, type Milliseconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { connectMonitor } from '../monitoring/intermapper';
import { monitorFindings } from '../monitoring/steady';
import { environmentLeaseOf } from './environment-lease';
import { ingressRules } from './environment-network';
import { applicationsOf } from './environment';
import { instanceFindings, whatTheCloudHas } from './instance-findings';
import type { OpenEnvironment } from './open-environment';

/** What is not as it should be, a sentence each; empty for an environment that is whole, and seen so by its monitor. */
export async function steadyState(open: OpenEnvironment, signal: AbortSignal): Promise<readonly string[]> {
  return (await Promise.all([systemFindings(open, signal), monitorFinding(open, signal)])).flat();
}

/** What the monitor does not see as OK; it takes its polls to see everything again after a reset. */
export function monitorFinding(open: OpenEnvironment, signal: AbortSignal): Promise<readonly string[]> {
  return finding('the monitor', async () => {
    const expected = open.environment.monitoring.devices.map(({ name }) => name);
    if (expected.length === 0) return [];
    return monitorFindings(await connectMonitor(open.monitorAccess()).devices(signal), expected);
  });
}

/** What is not as it should be, whatever the monitor says of it. */
export async function systemFindings(open: OpenEnvironment, signal: AbortSignal): Promise<readonly string[]> {
  setMaxListeners(0, signal);
  const { environment } = open;
  const seen = whatTheCloudHas(open, signal);
  const findings = await Promise.all([
    finding('the network', () => networkFindings(open, signal)),
    finding(environment.name, () => leaseFindings(open, signal)),
    ...environment.instances.map((instance) =>
      finding(instance.name, async () => instanceFindings(open, await seen, instance, signal)),
    ),
    ...applicationsOf(environment).map((application) =>
      finding(`${application} through the web server`, async () => {
        const store = openStore(application, open.applicationAccess(), {
          requestTimeout: environment.workload.requestTimeout,
        });
        try {
          const { ready, status, state } = await store.probe(signal);
          if (!ready) return [`it answered ${String(status)} ${state}`];
          // Listing needs a log-in, and so Crowd, the directory and the database.
          await store.list(seedContainer, signal);
          return [];
        } finally {
          store.close();
        }
      }),
    ),
  ]);
  signal.throwIfAborted();
  return findings.flat();
}

/** Waits until nothing is found any more: after a reset the monitor needs its polls to see everything again. */
export const untilSteady: Wait = (open, deadline, signal) =>
  untilNothingFound(`${open.name} to be steady`, (attempt) => steadyState(open, attempt), deadline, signal);

/** Waits until the monitor has every device OK. */
export const untilMonitored: Wait = (open, deadline, signal) =>
  untilNothingFound(
    `the monitor to see ${open.name} whole`,
    (attempt) => monitorFinding(open, attempt),
    deadline,
    signal,
  );

type Wait = (open: OpenEnvironment, deadline: Milliseconds, signal: AbortSignal) => Promise<void>;

async function untilNothingFound(
  subject: string,
  find: (signal: AbortSignal) => Promise<readonly string[]>,
  deadline: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  await waitUntil({
    subject,
    deadline,
    interval: milliseconds(500),
    attempt: minutes(2),
    signal,
    observe: async (attempt) => {
      const findings = await find(attempt);
      return findings.length === 0 ? { value: true } : { seen: findings.join('; ') };
    },
  });
}

/** A check that cannot be made is a finding too. */
async function finding(subject: string, check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return (await check()).map((found) => `${subject}: ${found}`);
  } catch (error) {
    return [`${subject}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** What a drill that was cut has left behind, as the cloud's tags tell. */
async function leaseFindings(open: OpenEnvironment, signal: AbortSignal): Promise<readonly string[]> {
  const [whole, leases] = await Promise.all([
    environmentLeaseOf(open, signal),
    open.cloud.leases.find(signal),
  ]);
  return [
    ...(whole === undefined ? [] : [`it is to go back to its golden snapshot: held by ${whole}`]),
    ...leases.map(({ resource, id, holder }) => `${resource} has the lease ${id} of ${holder}`),
  ];
}

async function networkFindings(open: OpenEnvironment, signal: AbortSignal): Promise<readonly string[]> {
  const { environment, cloud } = open;
  const vpcId = await cloud.network.find(signal);
  if (vpcId === undefined) return ['there is no VPC'];
  const [acls, groups] = await Promise.all([
    cloud.networkAcls.find(vpcId, signal),
    cloud.securityGroups.find(vpcId, signal),
  ]);
  const same = (one: readonly string[], other: readonly string[]): boolean =>
    [...one].sort().join('\n') === [...other].sort().join('\n');
  const groupIds = new Map(groups.map(({ name, id }) => [name, id]));
  return [
    ...environment.network.subnets.flatMap(({ name }) => {
      const acl = acls.find(({ subnet }) => subnet === name);
      if (acl === undefined || acl.subnetIds.length !== 1)
        return [`subnet ${name} has no network ACL of its own`];
      const fits = same(acl.entries.map(entryText), allowAll.map(entryText));
      return fits
        ? []
        : [`the network ACL of ${name} is not as declared: ${acl.entries.map(entryText).join(', ')}`];
    }),
    ...environment.instances.flatMap((instance) => {
      const group = groups.find(({ name }) => name === instance.name);
      if (group === undefined) return [`${instance.name} has no security group`];
      const declared = new Set(ingressRules(environment, instance, groupIds).map(ingressText));
      return same(group.ingress, [...declared])
        ? []
        : [`the security group of ${instance.name} is not as declared`];
    }),
  ];
}
