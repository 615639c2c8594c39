import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { writeTrend } from '../../../reports/write-trend';
import { realTimer } from '../../drill/timer';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { exportAfterRun, OTLP_OPTION } from '../run/export-runs';
import type { Interruption } from '../command-line/interruption';
import { expiredRuns } from '../nightly/expired-runs';
import { inOneLine } from '../nightly/in-one-line';
import { failedNightMessage, nightMessage } from '../nightly/night-message';
import { readNightSettings, type NightSettings } from '../nightly/night-settings';
import { openOutlets } from '../nightly/open-outlets';
import type { NightMessage, Outlet } from '../nightly/outlet';
import { publishNight } from '../nightly/publish-night';
import { runNight, type EndedNight } from '../nightly/run-night';
import { tell } from '../nightly/tell';
import { untold } from '../nightly/untold';
import { openRun, type OpenedRun } from '../run/open-run';
import { progressTo, type Progress } from '../output/progress';
import { checkedBaseUrl } from '../publication/destination';
import { confluenceToken } from '../publication/token';
import { REPORTS_FOLDER } from '../settings';
import { wholeNumber } from '../command-line/whole-number';

/** Unless told otherwise a night goes through the whole catalogue, but for what the kernel may have no means for. */
const ALL = 'not @netem';

interface NightlyOptions {
  readonly environment: string;
  readonly tags: string;
  readonly seed: number;
  readonly budget?: number;
  readonly keep?: number;
  readonly rebuild: boolean;
  readonly settings?: string;
  readonly otlp?: string;
}

export function nightlyCommand(): Command {
  return new Command('nightly')
    .description('run the whole catalogue: what was not met last night first, then what has changed')
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--tags <expression>', "which drills, as Cucumber's tag expressions", ALL)
    .option('--seed <N>', 'of the order, the data and the choices of faults', wholeNumber, seedOf(new Date()))
    .option(
      '--budget <minutes>',
      'no drill begins after that; the one under way is ended in order',
      wholeNumber,
    )
    .option('--keep <days>', 'remove runs that ended in order and are older', wholeNumber)
    .option(
      '--rebuild',
      'where the environment cannot be mended, end it and provision it anew; its archives go with it',
      false,
    )
    .option('--settings <file>', 'whom to tell and where to publish: see docs/nightly/nightly.yaml')
    .option(...OTLP_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  firedrill nightly                          the whole catalogue on staging; the seed is the date
  firedrill nightly --budget 60 --keep 30    for an hour at most, and with the reports of a month
  firedrill nightly --seed 20261127          the order and the data of that night again
  firedrill nightly --settings /etc/firedrill/nightly.yaml
                                             tell chat and mail what it came to, and publish to Confluence

An environment that is down or broken is brought up first, which counts into the budget. A drill that the budget left
out is unknown, and comes first in the next night. The last line is the night in one line.

What chat, mail and Confluence do changes nothing of the exit code: 0 all met, 1 one missed, 2 unknown, 255 there was no
night, because another run has the environment or the harness failed. What they do not take is kept for the next night.`,
    )
    .action(async (options: NightlyOptions) => {
      const began = new Date();
      const chosen = chooseEnvironment(options.environment);
      const { name } = chosen.environment;
      const { settings, token, outlets } = await readPeople(options.settings);
      const { tags, seed, budget, keep, rebuild } = options;
      let opened: OpenedRun | undefined;
      const night = async (): Promise<EndedNight & { readonly opened: OpenedRun }> => {
        opened = await openRun(chosen);
        return { opened, ...(await runNight({ chosen, opened, began, tags, seed, budget, rebuild })) };
      };
      const ended = await night().catch(async (error: unknown) => {
        const progress = opened?.progress ?? progressTo(process.stdout);
        const message = failedNightMessage(name, inOneLine(error), began);
        await tellAll(outlets, name, message, progress, opened?.interruption);
        throw error;
      });
      const { progress, interruption, catalogue } = ended.opened;
      const { result, record, folder, found } = ended;
      process.exitCode = exitCodeOf(result);
      progress(`trend: ${writeTrend(REPORTS_FOLDER, name)}`);
      await exportAfterRun([folder], options.otlp, progress);
      const publication =
        settings.confluence === undefined
          ? undefined
          : await publishNight({
              ...{ environment: chosen.environment, drills: catalogue.drills, run: folder },
              ...{ reportsFolder: REPORTS_FOLDER, settings: settings.confluence, token, progress },
              signal: interruption.signal,
            });
      const minutes = (Date.now() - began.getTime()) / 60_000;
      const message = nightMessage(record, { minutes, found, publication }, join(folder, 'index.html'));
      await tellAll(outlets, name, message, progress, interruption);
      if (keep !== undefined) removeExpired(name, keep, progress);
      progress(message.line);
    });
}

interface People {
  readonly settings: NightSettings;
  readonly token: string;
  readonly outlets: readonly Outlet[];
}

/** All that can be wrong in the settings is said before the night, not after it. */
async function readPeople(file: string | undefined): Promise<People> {
  const settings = file === undefined ? {} : readNightSettings(file);
  const { confluence } = settings;
  if (confluence !== undefined) checkedBaseUrl(confluence.baseUrl);
  return {
    settings,
    token:
      confluence === undefined
        ? ''
        : confluenceToken(confluence.tokenFile, process.env, 'confluence.tokenFile'),
    outlets: await openOutlets(settings, process.env, realTimer),
  };
}

async function tellAll(
  outlets: readonly Outlet[],
  environment: string,
  message: NightMessage,
  progress: Progress,
  interruption: Interruption | undefined,
): Promise<void> {
  // A night that was interrupted is told of, too, unless whoever interrupts does not want to wait for that.
  const controller = new AbortController();
  interruption?.onEach((name) => controller.abort(new Error(`stopped by ${name}`)));
  await Promise.all(
    outlets.map((outlet) =>
      tell(outlet, message, untold(REPORTS_FOLDER, environment, outlet.name), progress, controller.signal),
    ),
  );
}

function removeExpired(environment: string, days: number, progress: Progress): void {
  for (const expired of expiredRuns(REPORTS_FOLDER, environment, days, new Date())) {
    rmSync(expired, { recursive: true });
    progress(`removed ${basename(expired)}: older than ${String(days)} days`);
  }
}

/** The date in Coordinated Universal Time: 20261127. */
const seedOf = (date: Date): number => Number(date.toISOString().slice(0, 10).replaceAll('-', ''));
