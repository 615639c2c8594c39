import { z } from 'zod';
import { peopleContainer } from '../../../../fixtures/content/people';
import { applications } from '../../../applications/open-store';
import type { StoredItem } from '../../../applications/store';
import type { Application } from '../../../drill/history';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { environmentName, volumesOfAnother } from './archive-of-another';
import { checkPersonalData } from './check-personal-data';
import { throughWebCommand } from '../commands';
import type { ActionContext } from '../context';
import { FILLER } from './import-scrubbed-files';
import { peopleOf } from './people-of';

const INSTANCES = 'ldap mysql crowd confluence jira alfresco';

/**
 * After a refresh: what the other environment's declared people have written is there in every application, as people read it,
 * with pseudonyms in the place of those who are named in it and nothing in the files; nobody of them is on the data volumes;
 * and no volume of the other environment is left.
 */
export const checkRefreshedContent = action({
  name: 'check-refreshed-content',
  parameters: z.strictObject({ from: environmentName }),
  commands: ({ from }, facts) => [
    throughWebCommand(
      facts.environment,
      `/jira/rest/api/2/search?jql=project=${peopleContainer.key}`,
      'workload',
    ),
    ...checkPersonalData.commands({ from, instances: INSTANCES }, facts),
  ],
  async run({ from }, context, signal) {
    const expected = context.otherEnvironment(from).environment.content.people;
    if (expected === 0) throw new Error(`${from} declares no people whose writing could be looked for`);
    const left = await volumesOfAnother(context, from, signal);
    if (left.length > 0) throw new Error(`${left.map(({ id }) => id).join(', ')} of ${from} are left`);
    await all(applications.map((name) => lookAt(name, expected, from, context, signal)));
    const searched = await checkPersonalData.run({ from, instances: INSTANCES }, context, signal);
    return `in each application are the ${String(expected)} items that people of ${from} wrote, with pseudonyms, and files with nothing in them; ${searched}`;
  },
});

async function lookAt(
  application: Application,
  expected: number,
  from: string,
  context: ActionContext,
  signal: AbortSignal,
): Promise<void> {
  const { people } = peopleOf(context.facts, from);
  const known = people.flatMap(({ user, names, addresses, telephones }) => [
    ...[user, ...names, ...addresses, ...telephones].map((word) => word.toLowerCase()),
  ]);
  const store = context.store(application);
  try {
    // A space has a home page, which nobody wrote.
    const listed = (await store.list(peopleContainer, signal)).filter(
      ({ key }) => !key.startsWith(peopleContainer.name),
    );
    if (listed.length !== expected)
      throw new Error(
        `${application} has ${String(listed.length)} items in ${peopleContainer.name}; expected ${String(expected)}`,
      );
    for (const { id } of listed) {
      const read = await store.read(id, signal);
      if (read.found !== 'present') throw new Error(`${application}: ${read.detail}`);
      const text = textOf(read.item);
      if (known.some((word) => text.toLowerCase().includes(word)))
        throw new Error(`${application}: somebody of ${from} is named in item ${id}`);
      const { bytes } = read.item.attachment;
      if (bytes.length === 0 || !bytes.equals(Buffer.alloc(bytes.length, FILLER)))
        throw new Error(
          `${application}: the file of item ${id} holds something else than "${FILLER.trim()}"`,
        );
      if (!/person [0-9a-f]{8}/i.test(text))
        throw new Error(`${application}: nobody is named in item ${id}, not even by a pseudonym`);
    }
  } finally {
    store.close();
  }
}

const textOf = ({ key, body, attachment }: StoredItem): string =>
  [key, body, attachment.name, attachment.bytes.toString('utf8')].join('\n');
