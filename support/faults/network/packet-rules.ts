import type { LeaseId, LeasePart } from '../../drill/lease';
import type { Shell } from '../../hosts/shell';
import { hostLease } from '../host-lease-part';

/** A chain of packet rules on a host: where it hooks in, and its rules, one a line, in nftables' syntax. */
export interface PacketChain {
  readonly hook: 'input' | 'output';
  readonly rules: readonly string[];
}

const nameOf = (kind: string, id: LeaseId): string => `firedrill-${kind}-${id}`;

/** The command that adds chains to a table of the fault's own; before the host's firewall, which so sees what is left. */
export const addPacketRules = (kind: string, id: LeaseId, ...chains: readonly PacketChain[]): string =>
  `nft -f - <<'END'
table inet ${nameOf(kind, id)} {
${chains
  .map(
    ({ hook, rules }) => `  chain ${hook} {
    type filter hook ${hook} priority -200;
    ${hook === 'input' ? 'iif' : 'oif'} lo accept
${rules.map((rule) => `    ${rule}`).join('\n')}
  }`,
  )
  .join('\n')}
}
END`;

/** Deletes every such table of a host. They lie in the kernel's memory, so a reboot needs no revert. */
export const packetRulesLease = (kind: string, host: Shell, instance: string): LeasePart =>
  hostLease(host, instance, 'delete the table of packet rules', {
    holds: ['packet rules'],
    note: ':',
    revert: `for table in $(nft list tables | sed -n 's/^table inet \\(firedrill-${kind}-.*\\)/\\1/p'); do
  nft delete table inet "$table"
  echo "the table $table was deleted"
done`,
  });
