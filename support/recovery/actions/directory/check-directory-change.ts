import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { asDirectoryManager } from '../../../faults/directory/delete-branch';
import { roleSoftware } from '../../../environment/role-software';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { SUFFIX } from './slapd-configuration';

const ENTRY = 'ou=firedrill-probe';
/** As large as a person with a photograph. */
const BYTES = 100000;

/** Adds an entry to the directory and deletes it again: whether anything can be changed there. */
export const checkDirectoryChange = action({
  name: 'check-directory-change',
  parameters: noParameters,
  commands: (_, { target }) => [
    onInstance(
      target,
      `ldapadd ${asDirectoryManager}  # dn: ${ENTRY},SUFFIX; objectClass: organizationalUnit; a description of ${String(BYTES)} characters`,
    ),
    onInstance(target, `ldapdelete ${asDirectoryManager} ${ENTRY},SUFFIX`),
  ],
  async run(_, { environment, target, host }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const script = `set -eu
suffix=${SUFFIX}
{
  printf 'dn: ${ENTRY},%s\\nobjectClass: organizationalUnit\\ndescription: ' "$suffix"
  head -c ${String(BYTES)} /dev/zero | tr '\\0' x
  echo
} | ldapadd ${asDirectoryManager}
ldapdelete ${asDirectoryManager} "${ENTRY},$suffix"`;
    await asRoot(host(target), script, { signal });
    return `${unit} on ${target} took an entry of ${String(BYTES)} bytes, which was deleted again`;
  },
});
