import { join } from 'node:path';
import type { Fault } from '../../drill/fault';
import { milliseconds, type Instant } from '../../drill/time';
import type { StopCondition } from '../../drill/stop-condition';
import { leaseId, type LeasePart } from '../../drill/lease';
import type { MonitorEvent } from '../../drill/timeline';
import type { Environment } from '../../environment/environment';
import { readEnvironment } from '../../environment/read-environment';
import type { Shell } from '../../hosts/shell';
import type { EndedRequests } from '../../workload/ended-requests';
import type { GuardedEnvironment } from '../../safety/guard-rails';
import type { AnyAction } from '../actions/action';
import type { DrillPorts } from './drill-ports';
import type { FailureScenario } from '../catalogue/scenario';

export const environment = readEnvironment(join(__dirname, '../../../fixtures/environments/staging.yaml'));

/** What is otherwise than in a drill that goes well. */
export interface World {
  /** Of the failure scenario; `confluence-is-killed` unless told. */
  readonly scenario?: string;
  readonly environment?: Partial<Environment>;
  readonly findings?: readonly string[];
  readonly untilMonitored?: DrillPorts['untilMonitored'];
  readonly steady?: (application: string) => Promise<Instant>;
  readonly inject?: () => Promise<void>;
  readonly revert?: () => Promise<void>;
  readonly prove?: Fault['prove'];
  readonly detection?: () => Promise<MonitorEvent>;
  readonly action?: AnyAction['run'];
  /** Of the actions of these names. */
  readonly actions?: Readonly<Record<string, AnyAction['run']>>;
  readonly host?: Shell;
  readonly followInKilledProcess?: (step: number) => Promise<string>;
  readonly readLog?: DrillPorts['readLog'];
  readonly reset?: () => Promise<void>;
  readonly fault?: Fault;
  readonly guarded?: Partial<GuardedEnvironment>;
  /** Of the environment, and of the scenario. */
  readonly stop?: readonly [readonly StopCondition[], readonly StopCondition[]];
  readonly requests?: EndedRequests;
  readonly blastRadius?: FailureScenario['blastRadius'];
  /** What else there is, made of what goes well. */
  readonly ports?: (ports: DrillPorts) => DrillPorts;
}

/** Until the signal aborts. */
export const never = <T>(signal: AbortSignal): Promise<T> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** What a drill needs of the world, for unit tests: all goes well but for what is told, and each notes what is done to it, in order. */
export function fakePorts(world: World) {
  const done: string[] = [];
  const given: unknown[] = [];
  const [environmentStop] = world.stop ?? [[], []];
  const note = (what: string) => Promise.resolve(void done.push(what));
  // The clock is the real one: what is said to have been seen must lie behind the quickest of drills, too.
  const instant: Instant = { at: milliseconds(0), error: milliseconds(1) };
  const event: MonitorEvent = {
    ...instant,
    device: 'Confluence',
    tag: 'DOWN',
    message: 'no answer',
    line: '',
  };
  const lease: LeasePart = {
    location: { kind: 'host', instance: 'confluence' },
    description: 'start it',
    arm: () => note('armed'),
    renew: () => Promise.resolve('held'),
    revert: async () => {
      await (world.revert?.() ?? note('reverted'));
      return undefined;
    },
  };
  const ports: DrillPorts = {
    environment: {
      ...environment,
      safety: { ...environment.safety, stop: environmentStop },
      ...world.environment,
    },
    systemFindings: () => Promise.resolve(world.findings ?? []),
    untilMonitored: world.untilMonitored ?? (() => Promise.resolve()),
    inventory: () => Promise.resolve({ versions: { slapd: '2.5' }, standIns: ['jira'], revision: 'r-1' }),
    startWorkload: () => {
      done.push('load started');
      return Promise.resolve({
        container: { key: 'FD', name: 'FD' },
        giveUp: ({ applications, since }) => {
          given.push([...applications, since]);
        },
        snapshot: () => ({}),
        endedSince: () => world.requests ?? { ended: 0, failing: 0 },
        waitForFirstWrites: () => Promise.resolve(),
        waitForFailure: (_, __, signal) => never(signal),
        waitForSteady: world.steady ?? (() => Promise.resolve(instant)),
        stop: () => note('load stopped'),
        removeContainers: () => note('content removed'),
      });
    },
    watchMonitor: () =>
      Promise.resolve({
        events: () => [event],
        awaitState: world.detection ?? (() => Promise.resolve(event)),
        stop: () => note('watch stopped'),
      }),
    makeFault: ({ name }) =>
      world.fault ?? {
        name,
        strikes: ['confluence'],
        plan: () => Promise.resolve([{ target: 'confluence', change: 'SIGKILL', revert: 'start it' }]),
        leases: () => Promise.resolve([lease]),
        inject: world.inject ?? (() => note('injected')),
        prove: world.prove ?? (() => Promise.resolve({ result: 'installed', observed: 'it is gone' })),
      },
    leaseId: (what) => leaseId(what, '00000001'),
    environmentLease: { ...lease, location: { kind: 'environment' }, arm: () => note('environment leased') },
    freeEnvironment: async () => {
      await note('environment free');
      return [];
    },
    recovery: { environment, host: () => world.host } as unknown as DrillPorts['recovery'],
    followInKilledProcess: (_, { step, answered }) =>
      world.followInKilledProcess?.(step) ?? Promise.resolve(`step ${String(step)}: killed at ${answered}`),
    readBack: () => note('read back'),
    readLog: world.readLog ?? (() => Promise.resolve('a line\n')),
    reset: world.reset ?? (() => note('reset')),
  };
  return { ports: world.ports?.(ports) ?? ports, done, given };
}

/** A fault that changes nothing, and says that it did. */
export const harmless: Fault = {
  name: 'kill-application',
  strikes: ['confluence'],
  plan: () => Promise.resolve([{ target: 'confluence', change: 'SIGKILL', revert: 'start it' }]),
  leases: () => Promise.resolve([]),
  inject: () => Promise.resolve(),
  prove: () => Promise.resolve({ result: 'installed', observed: 'it is gone' }),
};
