import { seconds } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { mustRun, quote, type Shell } from '../hosts/shell';

/** Where a host keeps what it was told at its first boot, and the list that its ssh looks at. */
const FACTS = '/etc/firedrill/instance.json';
const KNOWN_HOSTS = '/etc/firedrill/known_hosts';

/** Exits 0 where a host knows the bastion by this key, for later boots and for its ssh. */
export const knowsBastion = (hostKey: string): string =>
  `grep -qF ${quote(`"bastionHostKey": "${hostKey}"`)} ${FACTS} && case $(cat ${KNOWN_HOSTS}) in *${quote(hostKey)}) ;; *) false ;; esac`;

const script = (hostKey: string): string =>
  withHostLibrary(`
import json
from firedrill import configuration, instance
def text(path):
    try:
        with open(path, encoding='utf-8') as file:
            return file.read()
    except OSError:
        return ''
with instance.knowing():
    facts = json.loads(text(instance.FACTS))
    known = facts['bastion'] + ' ${hostKey}' + chr(10)
    if facts.get('bastionHostKey') != '${hostKey}':
        facts['bastionHostKey'] = '${hostKey}'
        instance.write_whole(instance.FACTS, json.dumps(facts, indent=2) + chr(10), 0o600)
    if text(configuration._KNOWN_HOSTS) != known:
        instance.write_whole(configuration._KNOWN_HOSTS, known, 0o644)
`);

/**
 * Tells a host by which key it knows the bastion, where it fetches its configuration and its packages: a new bastion has a
 * new one. A host that knows it already is left alone.
 *
 * @param hostKey `ssh-ed25519 AAAA…`
 */
export async function introduceBastion(host: Shell, hostKey: string, signal: AbortSignal): Promise<void> {
  await mustRun(host, script(hostKey), { signal, timeout: seconds(20), sudo: true });
}
