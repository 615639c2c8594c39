import { seconds } from '../drill/time';
import { withHostLibrary } from '../hosts/host-library';
import { mustRun, type Shell } from '../hosts/shell';

/**
 * Python with the host library, `known_bastion()`: by which keys a host knows the bastion, one that is kept for later boots, and
 * the file that its ssh looks at, empty where it is not there.
 */
export const KNOWN_BASTION = `
import json
from firedrill import configuration, instance
def text(path):
    try:
        with open(path, encoding='utf-8') as file:
            return file.read()
    except OSError:
        return ''
def known_bastion():
    return [json.loads(text(instance.FACTS)).get('bastionHostKey', ''), text(configuration._KNOWN_HOSTS)]
`;

/** Whether a host knows the bastion by this key, by what `known_bastion()` gave of it. */
export const knowsBastion = (known: readonly string[], hostKey: string): boolean =>
  known.every((each) => each.trim().endsWith(hostKey));

const script = (hostKey: string): string =>
  withHostLibrary(`
${KNOWN_BASTION}
with instance.knowing():
    facts = json.loads(text(instance.FACTS))
    known = facts['bastion'] + ' ${hostKey}' + chr(10)
    kept, trusted = known_bastion()
    if kept != '${hostKey}':
        facts['bastionHostKey'] = '${hostKey}'
        instance.write_whole(instance.FACTS, json.dumps(facts, indent=2) + chr(10), 0o600)
    if trusted != known:
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
