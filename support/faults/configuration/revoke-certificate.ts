import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { alterationLease } from './alter-file';
import { asRoot } from '../../hosts/as-root';
import type { Witness } from '../network/connection';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';
import { REVOKED, TAKEN, verdictOfClient } from './verdict-of-client';

export interface RevokeCertificateTarget {
  readonly instance: string;
  readonly address: string;
  /** TLS. */
  readonly port: number;
  /** Where the host has the authority's revocation list. */
  readonly file: string;
  /** PEM; with the server's certificate on it. */
  readonly list: () => string;
  readonly host: Shell;
  /** A client that asks the server, with the list that its host has. */
  readonly witness: Witness;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * The authority revokes a server's certificate, for its key is known to others: its new list reaches the host. The server
 * hands the certificate out as before. Reverting gives the host the list that it had; a boot does, too.
 */
export function revokeCertificate(target: RevokeCertificateTarget): Fault {
  const { instance, file, list, host, witness, named } = target;
  const verdict = async (signal: AbortSignal): Promise<string> =>
    verdictOfClient(witness.host, target, await asRoot(host, `cat ${quote(file)}`, { signal }), signal);
  let begun = false;
  return {
    name: 'revoke-certificate',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change: "put the authority's list in its place on which the server's certificate is revoked",
        revert: 'give back the bytes that it had',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, `give back ${file}`, alterationLease({ file, takeUp: ':' })),
      ]),

    inject: async ({ id }, progress, signal) => {
      const before = await verdict(signal);
      if (before !== TAKEN)
        throw new Error(`before anything was done, what ${instance} hands out is refused: ${before}`);
      begun = true;
      await progress.halfway();
      await injectOnHost(host, id, `printf %s ${quote(list())} > ${quote(file)}\nsync ${quote(file)}`, {
        signal,
      });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(
        `the certificate of ${instance} to be refused`,
        seconds(20),
        signal,
        async (attempt) => {
          const said = await verdict(attempt);
          const seen = `with the list that ${instance} has, ${witness.instance} says of what it hands out: ${said}`;
          return said === REVOKED ? { value: seen } : { seen };
        },
      );
    },
  };
}
