import type { Fault } from '../../drill/fault';
import { minutes, seconds } from '../../drill/time';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { attackLease, startAttack, type Attacker } from './attack-unit';
import { untilSeen } from '../until-seen';

export interface HoldConnectionsTarget {
  readonly instance: string;
  readonly address: string;
  readonly port: number;
  readonly host: Shell;
  readonly attacker: Attacker;
  /** How many are held open at a time. */
  readonly connections: number;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Somebody outside opens many connections and sends nothing on them, and opens a new one for each that is closed, as the
 * tool Slowloris does: they cost him nothing, and each takes a thread of the server. It ends by itself after 10 minutes.
 */
export function holdConnections(target: HoldConnectionsTarget): Fault {
  const { instance, address, port, host, attacker, connections, named } = target;
  let begun = false;
  return {
    name: 'hold-connections',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: TCP port ${String(port)}`,
        change: `hold ${String(connections)} connections from ${attacker.instance} (${attacker.address}), and send nothing`,
        revert: 'close them',
      },
    ],

    leases: () => Promise.resolve([attackLease(attacker)]),

    inject: async ({ id }, progress, signal) => {
      begun = true;
      await progress.halfway();
      const command = `--property=LimitNOFILE=${String(connections + 100)} /opt/firedrill/bin/hold-connections ${address} ${String(port)} ${String(connections)}`;
      await startAttack(attacker, id, command, minutes(10), signal);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no connection to ${instance} was held` };
      const count = `ss -Htn state established '( sport = :${String(port)} and dst ${attacker.address} )' | wc -l`;
      return untilSeen(`${instance} to have these connections`, seconds(30), signal, async (attempt) => {
        const held = Number(await asRoot(host, count, { signal: attempt }));
        const seen = `${instance} has ${String(held)} connections of ${attacker.address} on port ${String(port)}`;
        return held > connections / 4 ? { value: seen } : { seen };
      });
    },
  };
}
