import { Command } from 'commander';
import { archivesOf } from '../../environment/archives';
import { expiredArchives } from '../../environment/expired-archives';
import { DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { operate } from '../operation/operate';

interface ArchiveOptions {
  readonly environment: string;
  readonly offSite: boolean;
  readonly yes: boolean;
}

export function archiveCommand(): Command {
  return new Command('archive')
    .description(
      'archive all data volumes at one moment, copy the archive off site, delete what is kept no longer',
    )
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--no-off-site', 'snapshots only: no copy off site, and nothing old is deleted')
    .option('--yes', 'do it without asking', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill archive                                  show what would be done, and ask
  firedrill archive --environment production --yes   for a timer

Exit codes: 0 done, 1 a step failed, 255 nothing was done.`,
    )
    .action(({ environment, offSite, yes }: ArchiveOptions) =>
      operate({
        ...{ environment, yes, command: 'archive', parameters: {}, destructive: false },
        runbook: offSite ? 'take-the-archive-off-site' : 'take-the-daily-archive',
        about: async (open, signal) => {
          const archives = archivesOf(await open.cloud.snapshots.find({}, signal));
          const { keep } = open.environment.archive;
          const now = new Date();
          const next = { set: 'this one', takenAt: now.toISOString(), good: true };
          const expired = expiredArchives([...archives, next], keep, now);
          const text = expired.map(({ set, takenAt }) => `${set} of ${takenAt}`).join(', ') || 'none';
          return [
            `  archives now: ${String(archives.length)}; of ${String(keep.daily)} days and ${String(keep.weekly)} weeks the last is kept`,
            ...(offSite ? [`  deleted in the end, in the cloud: ${text}`] : []),
          ];
        },
      }),
    );
}
