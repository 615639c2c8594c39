import { Command, InvalidArgumentError } from 'commander';
import { instanceOfRole } from '../../environment/environment';
import { findingsInOldData } from '../../recovery/actions/check-old-data';
import { oldDataChecksByName, type CheckName } from '../../recovery/actions/old-data-checks';
import { DEFAULT_ENVIRONMENT } from '../environment-file';
import { operate } from '../operate';

interface MigrateOptions {
  readonly environment: string;
  readonly accept?: readonly CheckName[];
  readonly yes: boolean;
  readonly confirm?: string;
}

export function migrateCommand(): Command {
  return new Command('migrate')
    .description(
      'bring databases, directory and files of the old host over; what is in the new applications is replaced',
    )
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option(
      '--accept <checks>',
      `what to take as it is of what the look at the old data finds, a comma between: ${oldDataChecksByName.join(', ')}`,
      checkNames,
    )
    .option('--yes', 'do it without asking', false)
    .option('--confirm <name>', "the environment's name, which a protected one wants instead of --yes")
    .addHelpText(
      'after',
      `
Examples:
  firedrill migrate                             look at the old data, show what would be done, and ask
  firedrill migrate --accept base-url --yes     though pages link to the old host's name
  firedrill migrate --environment production --confirm production

People are shut out of the old host before. Cut short at any moment, it is done again in the same way: what was done is not
done twice. The way back is firedrill restore, to the archive that it takes before it changes anything.

Exit codes: 0 done, 1 a step failed, 255 nothing was done.`,
    )
    .action(({ environment, accept, yes, confirm }: MigrateOptions) =>
      operate({
        ...{ environment, yes, command: 'migrate', destructive: true },
        ...(confirm === undefined ? {} : { confirm }),
        runbook: 'migrate-from-the-old-host',
        parameters: { accept: accept?.join(',') ?? 'nothing' },
        about: async (open, signal) => {
          const target = instanceOfRole(open.environment, 'legacy').name;
          const database = instanceOfRole(open.environment, 'mysql').name;
          const found = await findingsInOldData(
            { environment: open.environment, target, host: (name) => open.host(name) },
            database,
            signal,
          );
          return [
            `  pages, issues and documents of ${open.name} are replaced by those of ${target}; people are added to the directory`,
            ...found.map(
              ({ name, says }) =>
                `  in the old data, ${name}: ${says}${accept?.includes(name) === true ? ' (accepted)' : ''}`,
            ),
          ];
        },
      }),
    );
}

function checkNames(text: string): readonly CheckName[] {
  const names = text.split(',');
  const known: readonly string[] = oldDataChecksByName;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names as readonly CheckName[];
  throw new InvalidArgumentError(`expected some of ${known.join(', ')}; not ${unknown.join(', ')}`);
}
