import { Command, InvalidArgumentError } from 'commander';
import { archivesOf } from '../../environment/archives';
import { lastUntil } from '../../recovery/actions/off-site/off-site-store';
import { DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { operate } from '../operation/operate';

interface RestoreOptions {
  readonly environment: string;
  readonly to: string;
  readonly from: 'cloud' | 'off-site';
  readonly yes: boolean;
  readonly confirm?: string;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description(
      'bring all systems back to the last archive of a moment or before; what was written since is lost',
    )
    .requiredOption('--to <time>', 'ISO 8601 with its zone such as 2026-11-27T04:00:00Z, or now', aTime)
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--from <where>', 'cloud (the snapshots) or off-site (the copy alone)', aSource, 'cloud')
    .option('--yes', 'do it without asking', false)
    .option('--confirm <name>', "the environment's name, which a protected one wants instead of --yes")
    .addHelpText(
      'after',
      `
Examples:
  firedrill restore --to now                               show what would be done, and ask
  firedrill restore --to 2026-11-27T04:00:00Z --from off-site
  firedrill restore --environment production --to 2026-11-27T04:00:00Z --confirm production

Exit codes: 0 done, 1 a step failed, 255 nothing was done.`,
    )
    .action(({ environment, to, from, yes, confirm }: RestoreOptions) =>
      operate({
        ...{ environment, yes, command: 'restore', destructive: true },
        ...(confirm === undefined ? {} : { confirm }),
        runbook: 'restore-to-an-archive',
        parameters: { from, to },
        about: async (open, signal) => {
          if (from === 'off-site')
            return ['  the copy is chosen from those off site; what was written since is lost'];
          const good = archivesOf(await open.cloud.snapshots.find({}, signal)).filter((each) => each.good);
          const archive = lastUntil(good, to === 'now' ? undefined : new Date(to), 'good archive');
          return [`  back to ${archive.set} of ${archive.takenAt}: what was written since is lost`];
        },
      }),
    );
}

function aTime(text: string): string {
  if (text === 'now' || /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text))
    return text;
  throw new InvalidArgumentError('expected now, or a time such as 2026-11-27T04:00:00Z');
}

function aSource(text: string): 'cloud' | 'off-site' {
  if (text === 'cloud' || text === 'off-site') return text;
  throw new InvalidArgumentError('expected cloud or off-site');
}
