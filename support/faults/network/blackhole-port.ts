import type { Fault } from '../../drill/fault';
import { milliseconds, seconds, type Milliseconds } from '../../drill/time';
import { waitUntil } from '../../drill/wait-until';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { mustAnswer, tryConnection, type Witness } from './connection';
import { addPacketRules, packetRulesLease, type PacketChain } from './packet-rules';

export interface BlackholePortTarget {
  readonly instance: string;
  readonly address: string;
  /** A TCP port, or everything that comes in and goes out, SSH included. */
  readonly port: number | 'all';
  /** The one instance that loses the port; without it everybody does. */
  readonly from?: Witness & { readonly address: string };
  /** For `all`: how long it lasts, since nobody can renew it. */
  readonly lasts?: Milliseconds;
  /** The port that is asked at for proof. */
  readonly askedAt: number;
  readonly host: Shell;
  /** Another instance that is let in to that port: it sees the effect, or where one other loses the port, that it has none here. */
  readonly witness: Witness;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Drops, on the host itself, what comes to a port and what goes out from it, also on connections that exist: in a
 * table of packet rules of its own, before the host's firewall. With `all` nobody reaches the host any more, its
 * harness neither: then it is over when the lease has run out.
 */
export function blackholePort(target: BlackholePortTarget): Fault {
  const { instance, address, port, from, lasts, askedAt, host, witness, named } = target;
  const struck = from ?? witness;
  const whom = from === undefined ? '' : ` for ${from.instance} (${from.address})`;
  const what = port === 'all' ? 'everything' : `TCP port ${String(port)}${whom}`;
  let begun = false;
  return {
    name: 'blackhole-port',
    strikes: [instance],
    ...(lasts === undefined ? {} : { lasts }),
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: packet rules of the host`,
        change: `drop ${what}, in and out, in a table of its own`,
        revert: 'delete that table',
      },
    ],

    leases: () => Promise.resolve([packetRulesLease(KIND, host, instance)]),

    inject: async ({ id }, progress, signal) => {
      await mustAnswer(struck, target, askedAt, signal);
      begun = true;
      const drop = (...hooks: readonly PacketChain['hook'][]) =>
        injectOnHost(
          host,
          id,
          addPacketRules(KIND, id, ...hooks.map((hook) => chain(hook, port, from?.address))),
          { signal, timeout: seconds(20) },
        );
      if (port !== 'all') {
        await drop('output');
        await progress.halfway();
        await drop('input');
        return;
      }
      // Where everything is dropped, so is the answer: what the witness sees tells that it is done.
      drop('input', 'output').catch(() => undefined);
      await progress.halfway();
      await waitUntil({
        subject: `${instance} to fall silent`,
        deadline: seconds(15),
        interval: milliseconds(200),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          const seen = await tryConnection(witness.host, address, askedAt, attempt);
          return seen === 'silent' ? { value: seen } : { seen };
        },
      });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no packet rule was added on ${instance}` };
      const ask = ({ host: asking }: Witness) => tryConnection(asking, address, askedAt, signal);
      const way = `${instance} (${address}:${String(askedAt)})`;
      if (from === undefined) {
        const seen = await ask(witness);
        const observed = `a connection from ${witness.instance} to ${way} is ${seen}`;
        if (seen === 'silent') return { result: 'installed', observed };
        return { result: seen === 'open' ? 'skipped' : 'indeterminate', observed };
      }
      const [seen, other] = await Promise.all([ask(from), ask(witness)]);
      const observed = `a connection from ${from.instance} to ${way} is ${seen}; one from ${witness.instance} is ${other}`;
      if (seen === 'silent' && other === 'open') return { result: 'installed', observed };
      return { result: seen === 'open' ? 'skipped' : 'indeterminate', observed };
    },
  };
}

const KIND = 'blackhole';

function chain(hook: PacketChain['hook'], port: number | 'all', from?: string): PacketChain {
  const [end, peer] = hook === 'input' ? ['dport', 'saddr'] : ['sport', 'daddr'];
  const only = from === undefined ? '' : `ip ${peer} ${from} `;
  return { hook, rules: [port === 'all' ? 'drop' : `${only}tcp ${end} ${String(port)} drop`] };
}
