import { randomFrom } from '../../../fixtures/content/random';
import { leaseSteps, type LeaseStep } from '../../drill/journal/journal-record';
import { faultNames, type FaultOrder } from '../../faults/faults';

/** What dies or fills up, and when: each at every step of every fault's lease. */
export const events = [
  'supervisor-killed',
  'cucumber-killed',
  'both-killed',
  'ssh-cut',
  'target-rebooted',
  'target-powered-off',
  'cloud-killed',
  'data-disk-full',
  'root-disk-full',
  'harness-disk-full',
] as const;
export type MatrixEvent = (typeof events)[number];

/** The journal's steps, in which `arming` is the one before anything is armed. */
export const steps: readonly LeaseStep[] = leaseSteps.filter((step) => step !== 'installing');

export interface MatrixCase {
  /** `fill-volume/both-killed/armed` */
  readonly name: string;
  readonly order: FaultOrder;
  readonly event: MatrixEvent;
  readonly step: LeaseStep;
  /** How long the fault's lease lasts. */
  readonly leaseSeconds: number;
}

/** The instance that is broken. */
export const TARGET = 'target';

/** What a fault is given, where it takes parameters. */
const parameters: Readonly<Record<string, FaultOrder['parameters']>> = {
  'corrupt-files': { files: '1' },
  'block-network': { from: 'bastion' },
  'pause-volume-io': { minutes: '30' },
};

/** Cuts off its own harness too, and nobody can renew it: it lasts twice a lease, so that it is seen in force. */
const ISOLATION = 'blackhole-port';

/**
 * Faults that change nothing have nothing to leave behind. Those that lease the environment and nothing else go the way of
 * `corrupt-files`, which stands for them: only the golden snapshot ends them, whatever they did. Others share their lease
 * with a fault that stands for them: a table of packet rules with `blackhole-port`, an entry of a network ACL with
 * `block-network`, a file that is given back and a unit that is started, or reloaded, with `change-configuration`, the end
 * of processes and a unit that is started with `kill-application`, what is on the root disk and is taken back at the next
 * boot, such as a package, with `deny-file-access`, and a security group's rules with `revoke-ingress`. Those that hold a
 * database's sessions, or delete its rows from outside, need one, which the matrix's target has not: their lease ends a
 * unit, as that of `open-port` does. Attacks, open ports, a rule that is added
 * to the host's firewall and queueing disciplines lie in memory, as packet rules do.
 */
const leftOut = new Set([
  'no-op',
  ...[
    'drop-table',
    'damage-database',
    'encrypt-files',
    'delete-volume',
    'break-boot',
    'hang-instance',
    'run-without-metadata',
  ],
  'hang-sshd',
  ...['damage-index', 'restart-after-crash', 'install-bad-version', 'add-account', 'alter-file'],
  ...['damage-superblock', 'damage-binary-log', 'write-binary-logs', 'delete-rows', 'delete-branch'],
  ...['lock-table', 'exhaust-connections', 'memory-stress', 'zero-configuration'],
  ...['expire-certificate', 'revoke-certificate'],
  ...['exhaust-inodes', 'fill-directory', 'start-too-early', 'delete-damaged-volume'],
  ...['delete-with-backups', 'change-monitor-map', 'drift-configuration', 'install-package'],
  'network-latency',
  ...['network-packet-loss', 'limit-bandwidth', 'isolate-instance', 'disrupt-connectivity', 'misdirect-name'],
  ...['guess-passwords', 'guess-ssh-keys', 'hold-connections', 'open-port', 'plant-back-door'],
  'delete-rows-from-outside',
  ...['spoil-old-data', 'age-off-site-copy', 'associate-address', 'allow-egress'],
]);

/** Every fault that has a way of its own to end, times every event, times every step. */
export function allCases(leaseSeconds: number): readonly MatrixCase[] {
  const isolation = 2 * leaseSeconds;
  const given: typeof parameters = {
    ...parameters,
    [ISOLATION]: { port: 'all', seconds: String(isolation) },
  };
  return faultNames
    .filter((name) => !leftOut.has(name))
    .flatMap((fault) =>
      events.flatMap((event) =>
        steps.map((step) => ({
          name: `${fault}/${event}/${step}`,
          order: { name: fault, target: TARGET, parameters: given[fault] ?? {} },
          event,
          step,
          leaseSeconds: fault === ISOLATION ? isolation : leaseSeconds,
        })),
      ),
    );
}

/**
 * A part of the cases that has each fault, each event and each step about equally often, drawn from the seed; the same
 * for the same seed.
 */
export function sampleOf(cases: readonly MatrixCase[], count: number, seed: number): readonly MatrixCase[] {
  const shuffled = shuffle(cases, seed);
  const used = new Map<string, number>();
  const uses = ({ order, event, step }: MatrixCase): number =>
    [order.name, event, step].reduce((sum, key) => sum + (used.get(key) ?? 0) ** 2, 0);
  const chosen: MatrixCase[] = [];
  while (chosen.length < Math.min(count, cases.length)) {
    const [first, ...rest] = shuffled;
    if (first === undefined) break;
    const next = rest.reduce((best, each) => (uses(each) < uses(best) ? each : best), first);
    shuffled.splice(shuffled.indexOf(next), 1);
    for (const key of [next.order.name, next.event, next.step]) used.set(key, (used.get(key) ?? 0) + 1);
    chosen.push(next);
  }
  return chosen;
}

/** In an order drawn from the seed: cases side by side then rarely all boot, or all wait, at a time. */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const chance = randomFrom(`lease matrix ${String(seed)}`);
  const rest = [...items];
  return items.map(() => rest.splice(chance.below(rest.length), 1)).flat();
}
