import type { Fault } from '../../drill/fault';
import { seconds, type Milliseconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { HostLeaseScripts } from '../../hosts/lease/lease-scripts';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import type { Witness } from './connection';
import { hostLease } from '../host-lease-part';

export interface NetworkLatencyTarget {
  readonly instance: string;
  readonly address: string;
  /** Of each packet that goes out. */
  readonly delay: Milliseconds;
  readonly host: Shell;
  /** Another instance, whose ping the target takes. */
  readonly witness: Witness;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const ECHOES = 10;
/** A network in order answers in much less. */
const SHARE = 0.8;

/** The command that asks an address for echoes; it prints `rtt min/avg/max/mdev = 0.1/0.2/0.3/0.1 ms`. */
export const roundTripCommand = (address: string): string =>
  `LC_ALL=C ping -c ${String(ECHOES)} -i 0.2 -W 3 -q ${quote(address)}`;

/** Milliseconds, on the average, until an echo came back to a host. */
export async function roundTrip(from: Shell, address: string, signal: AbortSignal): Promise<number> {
  const options = { signal, timeout: seconds(20) };
  const { stdout, stderr } = await tryAsRoot(from, roundTripCommand(address), options);
  const average = /= [\d.]+\/([\d.]+)\//.exec(stdout)?.[1];
  if (average === undefined)
    throw new Error(`ping said nothing of times: ${stderr.trim() || stdout.trim() || 'no words'}`);
  return Number(average);
}

/** Prints the interface of the default route. */
export const INTERFACE = `ip -o route show default | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p' | head -n 1`;

/**
 * Delays every packet that an instance sends, as AWSFIS-Run-Network-Latency does: by the queueing discipline netem of the
 * host's own kernel, on the interface of its default route. Reverting deletes it. Where the kernel has no netem nothing is
 * touched: arming the lease fails, and says so.
 */
export function networkLatency(target: NetworkLatencyTarget): Fault {
  const { instance, address, delay, host, witness, named } = target;
  let before: number | undefined;
  return {
    name: 'network-latency',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: the queueing discipline of its interface`,
        change: `delay every packet that it sends by ${String(delay)} ms`,
        revert: 'delete the queueing discipline, so that the kernel puts its own in place',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, 'delete the queueing discipline that delays', latencyLease(instance)),
      ]),

    inject: async ({ id }, progress, signal) => {
      before = await roundTrip(witness.host, address, signal);
      if (before > delay / 2)
        throw new Error(
          `echoes from ${instance} take ${String(before)} ms to ${witness.instance} before anything was done: a delay would prove nothing`,
        );
      await injectOnHost(
        host,
        id,
        `tc qdisc add dev "$(cat interface)" root netem delay ${String(delay)}ms`,
        { signal },
      );
      await progress.halfway();
    },

    prove: async (signal) => {
      if (before === undefined)
        return { result: 'skipped', observed: `no packet of ${instance} was delayed` };
      const now = await roundTrip(witness.host, address, signal);
      const observed = `echoes that ${witness.instance} asked ${instance} (${address}) for took ${String(now)} ms on the average, and ${String(before)} ms before`;
      return { result: now - before >= delay * SHARE ? 'installed' : 'indeterminate', observed };
    },
  };
}

/**
 * The kernel is asked in a network namespace that holds nothing else. Its own default disciplines have the handle 0; of one
 * that somebody has set up nobody here could say how. They lie in the kernel's memory, so a reboot needs no revert.
 */
export const latencyLease = (instance: string): HostLeaseScripts => ({
  holds: ['queueing discipline'],
  note: `unshare --net tc qdisc add dev lo root netem delay 1ms 2> why || { echo "the kernel of ${instance} has no netem: $(head -n 1 why)"; exit 1; }
${INTERFACE} > interface
[ -s interface ] || { echo '${instance} has no default route: nobody knows which interface is meant'; exit 1; }
tc qdisc show dev "$(cat interface)" root > before
! grep -qv '^qdisc [a-z_]* 0: ' before || { echo "${instance} has a queueing discipline of its own: $(head -n 1 before)"; exit 1; }`,
  revert: `[ -s interface ] || exit 0
tc qdisc show dev "$(cat interface)" root | grep -q '^qdisc netem ' || exit 0
tc qdisc del dev "$(cat interface)" root
echo 'the queueing discipline that delays was deleted'`,
});
