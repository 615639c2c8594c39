import { Command, InvalidArgumentError } from 'commander';
import { minutes } from '../../drill/time';
import { archivesOf } from '../../environment/archives';
import { takeGoldenSnapshot } from '../../environment/golden-snapshot';
import { untilSteady } from '../../environment/steady-state';
import { startStopwatch } from '../../environment/stopwatch';
import { lastUntil } from '../../recovery/actions/off-site/off-site-store';
import { checkoutRules } from '../../recovery/scrub/rules';
import { DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { operate } from '../operation/operate';

interface RefreshOptions {
  readonly environment: string;
  readonly from: string;
  readonly keep: readonly string[];
  readonly yes: boolean;
}

export function refreshCommand(): Command {
  return new Command('refresh')
    .description(
      "give staging production's data, scrubbed of personal data; what is in its applications is replaced",
    )
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option(
      '--from <name>',
      'the environment whose newest archive is taken; nothing of it is changed',
      'production',
    )
    .option('--keep <columns...>', 'columns to keep as they are, such as jira.label.LABEL', column, [])
    .option('--yes', 'do it without asking', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill refresh                            show what would be done, and ask
  firedrill refresh --from production --yes
  firedrill refresh --keep jira.label.LABEL    a column of which somebody has decided that it tells of nobody

What becomes of each column, scenarios/scrub.yaml says. Where a person of production is found afterwards, everything is taken
back before anything is started. Cut short at any moment, it is done again in the same way. A protected environment is never
refreshed. Staging gets a new golden snapshot afterwards.

Exit codes: 0 done, 1 a step failed and what was done was taken back, 255 nothing was done.`,
    )
    .action(({ environment, from, keep, yes }: RefreshOptions) =>
      operate({
        ...{ environment, yes, command: 'refresh', destructive: true },
        precondition: (declared, protection) => {
          if (declared.name === from) throw new Error(`${from} is not refreshed from itself`);
          if (protection.length > 0)
            throw new Error(
              `${declared.name} is never refreshed: it is protected (${protection.join('; ')})`,
            );
          return Promise.resolve();
        },
        runbook: 'refresh-from-production',
        parameters: { from, keep: keep.join(' ') || 'nothing' },
        about: async (open, signal) => {
          const archives = archivesOf(await open.cloud.snapshots.ofEnvironment(from, signal));
          const { set, takenAt } = lastUntil(
            archives.filter(({ good }) => good),
            undefined,
            `good archive of ${from}`,
          );
          return [
            `  all that is in the applications of ${open.name} is replaced by ${set} of ${from}, taken ${takenAt}`,
            `  people of ${from} become pseudonyms; ${checkoutRules().accounts.join(', ')} stay those of ${open.name}`,
          ];
        },
        afterwards: async (open, progress, signal) => {
          if (open.state.golden !== undefined) await takeGoldenSnapshot(open, progress, signal);
          const elapsed = startStopwatch();
          await untilSteady(open, minutes(2), signal);
          progress(`${open.name} is steady after ${elapsed()}`);
        },
      }),
    );
}

function column(text: string, before: readonly string[]): readonly string[] {
  if (/^\w+\.\w+\.\w+$/.test(text)) return [...before, text];
  throw new InvalidArgumentError('expected columns such as jira.label.LABEL');
}
