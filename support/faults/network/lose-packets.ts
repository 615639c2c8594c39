import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import type { Witness } from './connection';
import { addPacketRules, packetRulesLease } from './packet-rules';

export interface LosePacketsTarget {
  readonly instance: string;
  readonly address: string;
  /** Of what comes in, 1 to 100. */
  readonly lossPercent: number;
  readonly host: Shell;
  /** Another instance, whose ping the target takes. */
  readonly witness: Witness;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** How many echoes are asked for. Of so many, a share of losses is known to about ten percent. */
const ECHOES = 100;
const TOLERANCE = 15;

/** The command that asks an address for echoes; it prints `…, 29% packet loss, …`. */
export const pingCommand = (address: string, echoes: number = ECHOES): string =>
  `LC_ALL=C ping -c ${String(echoes)} -i 0.02 -W 1 -q ${quote(address)}`;

/** Percent of echoes that did not come back, asked from a host. */
export async function packetLoss(from: Shell, address: string, signal: AbortSignal): Promise<number> {
  const { stdout, stderr } = await tryAsRoot(from, pingCommand(address), { signal, timeout: seconds(20) });
  const loss = /([\d.]+)% packet loss/.exec(stdout)?.[1];
  if (loss === undefined) throw new Error(`ping said nothing of losses: ${stderr.trim() || stdout.trim()}`);
  return Number(loss);
}

/**
 * Loses a share of all packets that come to an instance, drawn at random, as AWSFIS-Run-Network-Packet-Loss-Sources does
 * for ingress: by packet rules of the host's own kernel. The senders know nothing of it and send again. Reverting deletes
 * the rules.
 */
export function losePackets(target: LosePacketsTarget): Fault {
  const { instance, address, lossPercent, host, witness, named } = target;
  let begun = false;
  return {
    name: 'network-packet-loss',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: packet rules of the host`,
        change: `lose ${String(lossPercent)} % of the packets that come in, in a table of its own`,
        revert: 'delete that table',
      },
    ],

    leases: () => Promise.resolve([packetRulesLease('loss', host, instance)]),

    inject: async ({ id }, progress, signal) => {
      const before = await packetLoss(witness.host, address, signal);
      if (before > 2)
        throw new Error(
          `${String(before)} % of the packets from ${witness.instance} to ${instance} are lost before anything was done: a loss would prove nothing`,
        );
      begun = true;
      await injectOnHost(
        host,
        id,
        addPacketRules('loss', id, {
          hook: 'input',
          rules: [`numgen random mod 100 < ${String(lossPercent)} drop`],
        }),
        { signal },
      );
      await progress.halfway();
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no packet rule was added on ${instance}` };
      const loss = await packetLoss(witness.host, address, signal);
      const observed = `of ${String(ECHOES)} echoes that ${witness.instance} asked ${instance} (${address}) for, ${String(loss)} % were lost`;
      if (Math.abs(loss - lossPercent) <= TOLERANCE) return { result: 'installed', observed };
      return { result: loss <= 2 ? 'skipped' : 'indeterminate', observed };
    },
  };
}
