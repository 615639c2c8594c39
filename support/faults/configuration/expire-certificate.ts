import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { alterationLease } from './alter-file';
import { tryAsRoot } from '../../hosts/as-root';
import type { Witness } from '../network/connection';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface ExpireCertificateTarget {
  readonly instance: string;
  readonly address: string;
  /** TLS. */
  readonly port: number;
  readonly certificate: {
    readonly file: string;
    /** What has the server read it. */
    readonly takeUp: string;
  };
  /** PEM; what the server has now, had nobody renewed it. */
  readonly ended: () => string;
  readonly host: Shell;
  /** From where the server is asked for it. */
  readonly witness: Witness;
  /** `web (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Has a server hand out a certificate that has ended: of the same authority, names and key, so that nothing but its end is
 * wrong with it. Reverting gives the file its bytes back. A boot needs no revert: init installs the declared file.
 */
export function expireCertificate(target: ExpireCertificateTarget): Fault {
  const { instance, address, port, certificate, ended, host, witness, named } = target;
  const { file, takeUp } = certificate;
  const served = `timeout 5 openssl s_client -connect ${address}:${String(port)} </dev/null 2>/dev/null | openssl x509 -noout`;
  const look = async (signal: AbortSignal): Promise<{ readonly ended: boolean; readonly seen: string }> => {
    // It ends with 1 for a certificate that has ended; where there is none it says nothing of when.
    const command = `${served} -enddate -checkend 0`;
    const { code, stdout } = await tryAsRoot(witness.host, command, { signal });
    const until = /notAfter=(.+)/.exec(stdout)?.[1];
    const found =
      until === undefined
        ? 'no certificate'
        : `one that ${code === 0 ? 'is good until' : 'ended at'} ${until}`;
    return {
      ended: code !== 0 && until !== undefined,
      seen: `asked from ${witness.instance}, ${instance} hands out ${found}`,
    };
  };
  let begun = false;
  return {
    name: 'expire-certificate',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: ${file}`,
        change:
          'put one that ended an hour ago in its place, for the same key and names, and have the server read it',
        revert: 'give back the bytes that it had',
      },
    ],

    leases: () =>
      Promise.resolve([hostLease(host, instance, `give back ${file}`, alterationLease(certificate))]),

    inject: async ({ id }, progress, signal) => {
      const before = await look(signal);
      if (before.ended) throw new Error(`before anything was done, ${before.seen}`);
      begun = true;
      await injectOnHost(host, id, `printf %s ${quote(ended())} > ${quote(file)}\nsync ${quote(file)}`, {
        signal,
      });
      await progress.halfway();
      await injectOnHost(host, id, takeUp, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `${file} on ${instance} was not touched` };
      return untilSeen(`${instance} to hand out what has ended`, seconds(20), signal, async (attempt) => {
        const { ended: shows, seen } = await look(attempt);
        return shows ? { value: seen } : { seen };
      });
    },
  };
}
