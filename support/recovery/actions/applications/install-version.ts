import { z } from 'zod';
import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { previousVersion, putInPlace } from '../../../faults/applications/program-version';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import { programOf } from './program-of';

/** What is changed on a root disk by it. */
const PROGRAM = 'the program';

/** Where a package has put a version, beside the one that runs: `/opt/firedrill/confluence-9.2.1/stand-in.js`. */
const candidateOf = (program: string, version: string): string =>
  program.replace(/\/([^/]+)$/, (_, file: string) => `-${version}/${file}`);

/** Makes a version that is installed beside it the one that runs at the next start; the one of until now is kept. */
export const installVersion = action({
  name: 'install-version',
  parameters: z.strictObject({ version: z.string().regex(/^\d+(\.\d+)+$/, { error: 'expected 9.2.1' }) }),
  commands: ({ version }, { environment, target }) => {
    const program = programOf(instanceNamed(environment, target));
    return [
      onInstance(target, `cp --preserve=all ${program} ${previousVersion(program)}`),
      onInstance(target, `cp ${candidateOf(program, version)} ${program}`),
    ];
  },
  async run({ version }, { environment, target, host, rootDisks, undoAtEnd, facts }, signal) {
    const program = programOf(instanceNamed(environment, target));
    const candidate = candidateOf(program, version);
    const [now, before] = [quote(program), quote(previousVersion(program))];
    await rootDisks.change(target, PROGRAM, signal);
    undoAtEnd(`${version} in the place of the version before on ${target}`, async (until) => {
      const putBack = `[ ! -e ${before} ] || { mv ${before} ${now}; sync -f ${now}; }`;
      await asRoot(host(target), putBack, { signal: until });
      await rootDisks.restored(target, PROGRAM, until);
    });
    const script = `set -eu
test -e ${quote(candidate)} || { echo '${version} is not installed' >&2; exit 1; }
${putInPlace(program, candidate)}
sha256sum ${now} | cut -c -12`;
    facts.replacedPrograms = new Set([...(facts.replacedPrograms ?? []), target]);
    const hash = await asRoot(host(target), script, { signal });
    return `${program} on ${target} is ${version} (SHA-256 ${hash.trim()}…); the one before is kept`;
  },
});
