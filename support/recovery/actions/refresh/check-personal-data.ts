import { z } from 'zod';
import { minutes } from '../../../drill/time';
import { domainOf } from '../../../environment/configuration';
import { instanceNamed, type Role } from '../../../environment/environment';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { program, programText } from '../../scrub/programs';
import { action } from '../action';
import { environmentName } from './archive-of-another';
import type { ActionContext } from '../context';
import { instanceNames } from '../instance-names';
import { peopleOf } from './people-of';

/** What prints all that a server holds, beside the files that it lies in: a text may be cut by the end of a page. */
const printed: Partial<Readonly<Record<Role, string>>> = {
  mysql: 'mariadb-dump --all-databases --single-transaction',
  ldap: 'slapcat -f /etc/ldap/slapd.conf -o ldif-wrap=no',
};

const findings = z.array(z.strictObject({ kind: z.string(), place: z.string(), lines: z.int() }));

/**
 * Looks for each person of another environment, by user name, name, address and telephone number, and for that environment's
 * host names: in every file of the data volumes, byte for byte, and in what database and directory print. Fails where there is
 * one, and says where; who it is, it says nowhere.
 */
export const checkPersonalData = action({
  name: 'check-personal-data',
  parameters: z.strictObject({ from: environmentName, instances: instanceNames }),
  commands: ({ instances }, { environment }) =>
    instances.map((name) => {
      const { role, volume } = instanceNamed(environment, name);
      const dump = printed[role];
      return `on ${name}: ${programText('find', volume.mount, ...(dump === undefined ? [] : [`'${dump}'`]), '< people.json')}`;
    }),
  async run({ from, instances }, context, signal) {
    const { people } = peopleOf(context.facts, from);
    const told = {
      'a user name': people.map(({ user }) => user),
      'a name': people.flatMap(({ names }) => names),
      'a mail address': people.flatMap(({ addresses }) => addresses),
      'a telephone number': people.flatMap(({ telephones }) => telephones),
      [`a host name of ${from}`]: [domainOf(context.otherEnvironment(from).environment)],
    };
    const looked = Object.values(told).flat().length;
    if (people.length === 0) throw new Error(`nobody of ${from} is known: there is nobody to look for`);
    const found = (
      await all(
        instances.map(async (name) =>
          (await findOn(context, name, told, signal)).map((each) => ({ ...each, on: name })),
        ),
      )
    ).flat();
    if (found.length > 0) {
      const places = found.map(
        ({ kind, place, lines, on }) => `${kind} in ${String(lines)} lines of ${place} on ${on}`,
      );
      throw new Error(
        `personal data of ${from} are left: ${places.slice(0, 12).join('; ')}${places.length > 12 ? `; and ${String(places.length - 12)} more` : ''}`,
      );
    }
    return `nothing of ${String(people.length)} people of ${from} is on ${instances.join(', ')}: ${String(looked)} user names, names, addresses, numbers and host names were looked for`;
  },
});

async function findOn(
  { environment, host }: ActionContext,
  name: string,
  told: Readonly<Record<string, readonly string[]>>,
  signal: AbortSignal,
): Promise<z.infer<typeof findings>> {
  const { role, volume } = instanceNamed(environment, name);
  const dump = printed[role];
  const command = program('find', volume.mount, ...(dump === undefined ? [] : [dump]));
  const answer = await asRoot(host(name), command, {
    signal,
    timeout: minutes(10),
    input: JSON.stringify(told),
  });
  return findings.parse(JSON.parse(answer));
}
