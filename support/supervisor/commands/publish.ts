import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CONFLUENCE_TOKEN } from '../../environment/kept-secrets';
import { readDrillsOn } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { progressTo } from '../output/progress';
import { checkedBaseUrl } from '../publication/destination';
import { publishRun } from '../publication/publish-run';
import { isRunOn, newestRun } from '../publication/published-runs';
import { readRunRecord } from '../../../reports/read-run-record';
import { confluenceToken } from '../publication/token';
import { REPORTS_FOLDER } from '../settings';
import { wholeNumber } from '../command-line/whole-number';

interface PublishOptions {
  readonly confluence: string;
  readonly space: string;
  readonly parent: string;
  readonly run?: string;
  readonly environment: string;
  readonly tokenFile?: string;
  readonly user?: string;
  readonly ca?: string;
  readonly wait: number;
}

export function publishCommand(): Command {
  return new Command('publish')
    .description('publish the recovery report and the recovery plans as Confluence pages')
    .requiredOption('--confluence <base URL>', 'with its context path: https://tools.example.org/confluence')
    .requiredOption('--space <KEY>', 'the space to publish to')
    .requiredOption('--parent <page>', 'title or id of the page that all of it stands below')
    .option('--run <folder>', 'a finished run, its name in reports/out or its folder; the newest unless told')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option(
      '--token-file <file>',
      `holds the personal access token; else it is taken from ${CONFLUENCE_TOKEN}`,
    )
    .option('--user <name>', 'sign in as this user, whose password the token is: before Confluence 7.9')
    .option('--ca <file>', "the certificate authority of Confluence's web server, PEM")
    .option('--wait <minutes>', 'how long to wait for a Confluence that does not answer', wholeNumber, 10)
    .addHelpText(
      'after',
      `
Examples:
  firedrill publish --confluence https://tools.example.org/confluence --space OPS --parent "Recovery"
  firedrill publish --confluence https://tools.example.org/confluence --space OPS --parent 65537 \\
      --run 20261122T105930Z-seed1 --token-file /etc/firedrill/confluence-token

Below the parent page it makes an overview, a page for the run, one for each failure scenario and one for each runbook, and the
design of the environment with its pictures, and later brings them up to date; what is there already is not written again. What people write in a page's panel of notes stays.
Where Confluence is away for too long, or the command is interrupted or killed, the next one to the same place goes on.

Exit codes: 0 all is there, 1 a page was refused, 2 it waits for the next publication, 255 nothing was published.`,
    )
    .action(async (options: PublishOptions) => {
      const progress = progressTo(process.stdout);
      const { signal } = onInterruption();
      checkedBaseUrl(options.confluence);
      const token = confluenceToken(options.tokenFile, process.env);
      const { environment } = chooseEnvironment(options.environment);
      const { drills } = readDrillsOn(environment);
      const { confluence: baseUrl, space, parent, user, ca, wait } = options;
      const result = await publishRun({
        ...{ environment, drills, progress, signal, reportsFolder: REPORTS_FOLDER },
        run: chosenRun(options.run, environment.name),
        target: { baseUrl, space, parent, token, user, ca, wait },
      });
      const verdict =
        result.outcome === 'waits' ? 'unknown' : result.published.refused.length === 0 ? 'met' : 'missed';
      process.exitCode = exitCodeOf(verdict);
    });
}

/** The folder of the run to publish, absolute; throws for one that is not finished or of another environment. */
function chosenRun(given: string | undefined, environment: string): string | undefined {
  const newest = given ?? newestRun(REPORTS_FOLDER, environment);
  if (newest === undefined) return undefined;
  const inReports = join(REPORTS_FOLDER, newest);
  const folder = existsSync(inReports) ? inReports : resolve(newest);
  const record = readRunRecord(folder);
  if (!isRunOn(environment, record))
    throw new Error(`${newest} is a run on ${record.environment}; expected one on ${environment}`);
  return folder;
}
