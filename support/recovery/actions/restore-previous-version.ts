import { instanceNamed, type InstanceDeclaration } from '../../environment/environment';
import { asRoot } from '../../faults/as-root';
import { previousVersion, roleSoftware } from '../../faults/role-software';
import { quote } from '../../hosts/shell';
import { action } from './action';
import { onInstance } from './commands';
import { noParameters } from './no-parameters';

const programOf = ({ name, role }: InstanceDeclaration): string => {
  const { program } = roleSoftware[role];
  if (program === undefined) throw new Error(`${name} runs no program that is updated by itself`);
  return program;
};

/** Puts back the version of the application that its update has kept beside the new one; the defective one is kept. */
export const restorePreviousVersion = action({
  name: 'restore-previous-version',
  parameters: noParameters,
  commands: (_, { environment, target }) => {
    const program = programOf(instanceNamed(environment, target));
    return [
      onInstance(target, `mv ${program} ${program}.defective`),
      onInstance(target, `cp --preserve=all ${previousVersion(program)} ${program}`),
    ];
  },
  async run(_, { environment, target, host, undoAtEnd }, signal) {
    const program = programOf(instanceNamed(environment, target));
    const [now, before, defective] = [program, previousVersion(program), `${program}.defective`].map(quote);
    undoAtEnd(`${program}.defective on ${target}`, async (until) => {
      await asRoot(host(target), `rm -f ${defective ?? ''}`, { signal: until });
    });
    const script = `set -eu
test -e ${before ?? ''} || { echo 'the version before was not kept' >&2; exit 1; }
mv ${now ?? ''} ${defective ?? ''}
cp --preserve=all ${before ?? ''} ${now ?? ''}
sync -f ${now ?? ''}
sha256sum ${now ?? ''} | cut -c -12`;
    const hash = await asRoot(host(target), script, { signal });
    return `${program} on ${target} is the version from before the update (SHA-256 ${hash.trim()}…)`;
  },
});
