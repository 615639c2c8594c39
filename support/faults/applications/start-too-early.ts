import type { Fault } from '../../drill/fault';
import { minutes, seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { tryAsRoot } from '../../hosts/as-root';
import { ballastOf } from '../ballast';
import { hostLease } from '../host-lease-part';
import { startAgain } from './kill-application';
import { unitState } from '../../hosts/unit-state';
import { untilSeen } from '../until-seen';

/** What is started, and where. */
export interface StartedUnit {
  readonly instance: string;
  readonly unit: string;
  readonly staleFiles: readonly string[];
  /** Where its data volume is mounted. */
  readonly mount: string;
  readonly host: Shell;
  /** `jira (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

export interface StartTooEarlyTarget extends StartedUnit {
  /** A command, run on the instance, that prints the state which the application says it has. */
  readonly status: string;
  /** What it needs to start. */
  readonly database: StartedUnit;
}

/**
 * Stops an application's database, starts the application anew, and starts the database when the application has given up
 * waiting for it: what comes of machines that are started in the wrong order. Then all runs, and the application serves
 * nobody until it is started again.
 */
export function startTooEarly(target: StartTooEarlyTarget): Fault {
  const { instance, unit, staleFiles, mount, host, status, database } = target;
  const ballast = ballastOf(mount);
  const saysError = async (signal: AbortSignal): Promise<{ value: string } | { seen: string }> => {
    const { stdout } = await tryAsRoot(host, status, { signal });
    const seen = `${unit} on ${instance} runs and says ${stdout.trim() || 'nothing'}`;
    return stdout.includes('"ERROR"') ? { value: seen } : { seen };
  };
  let begun = false;
  return {
    name: 'start-too-early',
    strikes: [instance, database.instance],
    plan: async () => {
      const soon = AbortSignal.timeout(seconds(30));
      return [
        {
          target: `${await target.named(soon)}: ${unit}; ${await database.named(soon)}: ${database.unit}`,
          change: `stop ${database.unit}, restart ${unit}, beside 1 MiB of ballast on ${mount}, and start ${database.unit} again when ${unit} has given up waiting for it`,
          revert: `remove the ballast, start ${database.unit} if it does not run, and start ${unit} anew where it says ERROR or does not run`,
        },
      ];
    },

    leases: () =>
      Promise.resolve([
        startLease(database, ''),
        startLease(
          target,
          `case $(${status} || true) in *'"ERROR"'*) systemctl stop ${unit}; ${staleFiles.length === 0 ? ':' : `rm -f -- ${staleFiles.map(quote).join(' ')}`} ;; esac`,
          ballast,
        ),
      ]),

    inject: async ({ id }, progress, signal) => {
      const options = { signal, timeout: seconds(60) };
      await injectOnHost(database.host, id, `systemctl stop ${database.unit}`, options);
      await injectOnHost(host, id, `systemctl restart ${unit}`, options);
      begun = true;
      await progress.halfway();
      await untilSeen(`${instance} to give up waiting for its database`, minutes(3), signal, saysError);
      await injectOnHost(database.host, id, `systemctl start ${database.unit}`, options);
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${unit} on ${instance} was not started` };
      const { ActiveState: state } = await unitState(database.host, database.unit, { signal });
      const proof = await untilSeen(`${instance} to say ERROR`, seconds(20), signal, saysError);
      const observed = `${proof.observed}, while ${database.unit} on ${database.instance} is ${state ?? 'unknown'}`;
      return { ...proof, observed };
    },
  };
}

const startLease = (
  { instance, unit, staleFiles, mount, host }: StartedUnit,
  first: string,
  ballast?: { readonly take: string; readonly giveBack: string },
) =>
  hostLease(host, instance, `start ${unit} if it does not run as it did`, {
    holds: [`unit ${unit}`],
    note: `systemctl is-active ${unit} > state || { echo "${unit} is $(cat state): there is nothing to start anew"; exit 1; }
${ballast?.take ?? ''}`,
    revert: `${ballast === undefined ? '' : `${ballast.giveBack}\nsync -f ${quote(mount)}`}
[ "$(cat state 2>/dev/null)" = active ] || exit 0
${first}
${startAgain(unit, staleFiles)}`,
    ...(ballast === undefined ? {} : { lasts: { at: mount } }),
  });
