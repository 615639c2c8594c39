import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { leaseId } from '../../drill/lease';
import { addPacketRules } from './packet-rules';

const id = leaseId('network-packet-loss', '00000001');

void test('each chain is of the fault’s own table, comes before the firewall and spares the loopback', () => {
  const command = addPacketRules(
    'loss',
    id,
    { hook: 'input', rules: ['numgen random mod 100 < 30 drop'] },
    { hook: 'output', rules: ['tcp sport 80 drop'] },
  );
  assert.equal(
    command,
    `nft -f - <<'END'
table inet firedrill-loss-network-packet-loss-00000001 {
  chain input {
    type filter hook input priority -200;
    iif lo accept
    numgen random mod 100 < 30 drop
  }
  chain output {
    type filter hook output priority -200;
    oif lo accept
    tcp sport 80 drop
  }
}
END`,
  );
  // A shell takes it for one command.
  execFileSync('sh', ['-n'], { input: command });
});
