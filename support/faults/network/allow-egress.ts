import type { Fault } from '../../drill/fault';
import { seconds } from '../../drill/time';
import { egressCounters, mailPorts } from '../../environment/egress';
import { injectOnHost } from '../../hosts/lease/host-lease';
import type { Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { hostLease } from '../host-lease-part';
import { untilSeen } from '../until-seen';

export interface AllowEgressTarget {
  readonly instance: string;
  readonly host: Shell;
  /** Private IPv4 address of another instance, to which the host must not hand over mail. */
  readonly other: string;
  /** `confluence (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

const CHAIN = 'inet firedrill output';
const COMMENT = 'let out by hand';

/** Prints the handles of the rules that this fault has added, one a line. */
const handles = `nft --handle list chain ${CHAIN} | sed -n 's/.*comment "${COMMENT}".*# handle //p'`;

/**
 * Adds a rule by hand to a host's own firewall that lets everything out, before the rules that refuse mail and what leaves the
 * environment, as somebody does who wants to try something and forgets it. Reverting deletes that rule; a boot has none.
 */
export function allowEgress({ instance, host, other, named }: AllowEgressTarget): Fault {
  let begun = false;
  return {
    name: 'allow-egress',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: its packet rules`,
        change: 'let every connection out, mail too',
        revert: 'delete that rule',
      },
    ],

    leases: () =>
      Promise.resolve([
        hostLease(host, instance, 'delete the rule that lets everything out', {
          holds: ['packet rules'],
          note: `[ -z "$(${handles})" ] || { echo 'everything is let out already'; exit 1; }`,
          revert: `for handle in $(${handles}); do
  nft delete rule ${CHAIN} handle "$handle"
  echo "the rule with handle $handle was deleted"
done`,
        }),
      ]),

    inject: async ({ id }, progress, signal) => {
      // Where nothing refuses, a rule that lets out changes nothing, and could not be told from it.
      const [before = '', after = ''] = await tried(host, other, signal);
      if (before === '' || before === after)
        throw new Error(`${instance} refuses no mail as it is: there is nothing to let out`);
      begun = true;
      await progress.halfway();
      await injectOnHost(host, id, `nft insert rule ${CHAIN} accept comment '"${COMMENT}"'`, { signal });
    },

    prove: async (signal) => {
      if (!begun) return { result: 'skipped', observed: `no rule was added on ${instance}` };
      return untilSeen(`mail to leave ${instance}`, seconds(20), signal, async (attempt) => {
        const [before = '', after = ''] = await tried(host, other, attempt);
        const seen = `a try to hand over mail to ${other}: the host's own firewall had refused ${before} before and ${after} after it`;
        return before !== '' && before === after ? { value: seen } : { seen };
      });
    },
  };
}

/** How many tries the host's firewall had refused before one, and after it. */
const tried = async (host: Shell, other: string, signal: AbortSignal): Promise<readonly string[]> =>
  (await asRoot(host, tryMail(other), { signal })).trim().split('\n');

/** Prints how many tries the host's firewall has refused before and after one, which ends unanswered where it is let out. */
const tryMail = (address: string): string => {
  const count = `nft list counter inet firedrill ${egressCounters.mail} | sed -n 's/.*packets \\([0-9]*\\) .*/\\1/p'`;
  return `${count}
timeout 1 bash -c ': < /dev/tcp/${address}/${String(mailPorts[0])}' 2>/dev/null
${count}`;
};
