import { Command, InvalidArgumentError } from 'commander';
import { instanceOfRole, type Environment } from '../../environment/environment';
import { readEnvironmentState } from '../../environment/environment-state';
import { findingsInOldData } from '../../recovery/actions/migration/check-old-data';
import { oldDataChecksByName, type CheckName } from '../../recovery/actions/migration/old-data-checks';
import { protectionHere } from '../../safety/protection';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { requirePack } from '../acceptance/require-pack';
import { operate } from '../operation/operate';
import { STATE_FOLDER } from '../settings';

interface MigrateOptions {
  readonly environment: string;
  readonly accept?: readonly CheckName[];
  readonly yes: boolean;
  readonly confirm?: string;
  readonly pack?: string;
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
    .option(
      '--pack <folder>',
      'the signed acceptance pack, without which none to a protected environment begins',
    )
    .addHelpText(
      'after',
      `
Examples:
  firedrill migrate                             look at the old data, show what would be done, and ask
  firedrill migrate --accept base-url --yes     though pages link to the old host's name
  firedrill migrate --environment production --pack PACK --confirm production
                                                the pack that firedrill accept --for production made, signed

People are shut out of the old host before. Cut short at any moment, it is done again in the same way: what was done is not
done twice. The way back is firedrill restore, to the archive that it takes before it changes anything.

Exit codes: 0 done, 1 a step failed, 255 nothing was done.`,
    )
    .action(async ({ environment, accept, yes, confirm, pack }: MigrateOptions) => {
      const packFor = (declared: Environment, protection: readonly string[]): Promise<void> =>
        requirePack({
          ...{ what: 'The migration', environment: declared, protection, pack, now: new Date() },
        });
      // Before anything is asked or started; what only the cloud knows of its protection is asked for when it is open.
      const { environment: declared } = chooseEnvironment(environment);
      const state = readEnvironmentState(STATE_FOLDER, declared.name);
      await packFor(declared, protectionHere({ environment: declared, state }));
      await operate({
        ...{ environment, yes, command: 'migrate', destructive: true },
        precondition: packFor,
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
      });
    });
}

function checkNames(text: string): readonly CheckName[] {
  const names = text.split(',');
  const known: readonly string[] = oldDataChecksByName;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names as readonly CheckName[];
  throw new InvalidArgumentError(`expected some of ${known.join(', ')}; not ${unknown.join(', ')}`);
}
