import { seconds } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { mustRun, type Shell } from '../hosts/shell';

/** On a host: the key by which it knows the bastion, kept for later boots, and in the file that its ssh looks at. */
const script = (hostKey: string): string =>
  withHostLibrary(`
import json
from firedrill import configuration, instance
with open(instance.FACTS, encoding='utf-8') as file:
    facts = json.load(file)
if facts['bastionHostKey'] != '${hostKey}':
    facts['bastionHostKey'] = '${hostKey}'
    instance.write_whole(instance.FACTS, json.dumps(facts, indent=2) + chr(10), 0o600)
known = facts['bastion'] + ' ${hostKey}' + chr(10)
try:
    with open(configuration._KNOWN_HOSTS, encoding='utf-8') as file:
        knows = file.read() == known
except OSError:
    knows = False
if not knows:
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
