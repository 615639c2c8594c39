import { Argument, Command, InvalidArgumentError } from 'commander';
import { instanceNamed } from '../../environment/environment';
import { takeGoldenSnapshot } from '../../environment/golden-snapshot';
import type { OpenEnvironment } from '../../environment/open-environment';
import { tryAsRoot } from '../../hosts/as-root';
import { roleSoftware } from '../../environment/role-software';
import { quote } from '../../hosts/shell';
import type { Parameters } from '../../recovery/actions/action';
import { DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { operate } from '../operation/operate';

interface UpdateOptions {
  readonly to?: string;
  readonly packages?: readonly string[];
  readonly environment: string;
  readonly yes: boolean;
}

export function updateCommand(): Command {
  return new Command('update')
    .description(
      'update an application, or packages of an instance, from what the bastion offers; what fails its checks is taken back',
    )
    .addArgument(new Argument('<instance>', 'which, as the environment file names it'))
    .option('--to <version>', "the application's new version", aVersion)
    .option('--packages <name...>', 'Debian packages, to the newest that is offered')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--yes', 'do it without asking', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill update confluence --to 9.2.1                    show what would be done, and ask
  firedrill update web --packages libssl3                   a library, and a restart of what uses it
  firedrill update confluence --to 9.2.1 --environment production --yes

Try it on staging first: a drill does the same there while people work ("firedrill run --tags @scenario:confluence-is-updated").
An environment that drills run on gets a new golden snapshot afterwards: the one of before holds data of the old version.
The image keeps the old version: "firedrill promote" gives the instance one that has the new.

Exit codes: 0 done, 1 a step failed, and where there was something to take back that was taken back, 255 nothing was done.`,
    )
    .action((instance: string, { to, packages, environment, yes }: UpdateOptions) =>
      operate({
        ...{ environment, yes, command: 'update', destructive: false },
        ...chosen(instance, to, packages),
        about: (open, signal) => now(open, instance, packages, signal),
        afterwards: async (open, progress, signal) => {
          if (open.environment.protected || open.state.golden === undefined) return;
          await takeGoldenSnapshot(open, progress, signal);
        },
      }),
    );
}

/** The runbook of what is to be updated; throws where it is not one of both. */
function chosen(
  instance: string,
  to: string | undefined,
  packages: readonly string[] | undefined,
): { readonly runbook: string; readonly parameters: Parameters } {
  if (to !== undefined && packages === undefined)
    return { runbook: 'update-an-application', parameters: { application: instance, version: to } };
  if (packages !== undefined && to === undefined)
    return { runbook: 'update-packages', parameters: { instance, packages: packages.join(' ') } };
  throw new Error('expected --to VERSION for the application, or --packages NAME…, and not both');
}

/** Which versions there are now. */
async function now(
  open: OpenEnvironment,
  instance: string,
  packages: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { version } = roleSoftware[instanceNamed(open.environment, instance).role];
  const format = '${Package} ${Version}\\n';
  const command =
    packages === undefined
      ? version
      : `dpkg-query --show --showformat=${quote(format)} ${packages.map(quote).join(' ')}`;
  if (command === undefined) throw new Error(`${instance} says nowhere which version it is`);
  const { stdout, stderr } = await tryAsRoot(open.host(instance), command, { signal });
  const lines = (stdout.trim() || stderr.trim() || 'no answer').split('\n');
  return [`  on ${instance} now: ${lines.join(', ')}`];
}

function aVersion(text: string): string {
  if (/^\d+(\.\d+)+$/.test(text)) return text;
  throw new InvalidArgumentError('expected a version such as 9.2.1');
}
