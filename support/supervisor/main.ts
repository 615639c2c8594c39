import { Command } from 'commander';
import { version } from '../../package.json';
import { acceptCommand } from './commands/accept';
import { archiveCommand } from './commands/archive';
import { cleanCommand } from './commands/clean';
import { designCommand } from './commands/design';
import { doctorCommand } from './commands/doctor';
import { downCommand } from './commands/down';
import { imageCommand } from './commands/image';
import { janitorCommand } from './commands/janitor';
import { migrateCommand } from './commands/migrate';
import { nightlyCommand } from './commands/nightly';
import { planCommand } from './commands/plan';
import { promoteCommand } from './commands/promote';
import { publishCommand } from './commands/publish';
import { recoverCommand } from './commands/recover';
import { reportCommand } from './commands/report';
import { refreshCommand } from './commands/refresh';
import { restoreCommand } from './commands/restore';
import { rotateCommand } from './commands/rotate';
import { runCommand } from './commands/run';
import { signCommand } from './commands/sign';
import { statusCommand } from './commands/status';
import { stormCommand } from './commands/storm';
import { upCommand } from './commands/up';
import { updateCommand } from './commands/update';
import { verifyCommand } from './commands/verify';
import { redactOutputs } from '../safety/redact-outputs';
import { HARNESS_FAILED } from './command-line/exit-code';
import { outliveReaders } from './command-line/outlive-readers';
import { STATE_FOLDER } from './settings';

redactOutputs(STATE_FOLDER, process.env);
outliveReaders(process.stdout, process.stderr);

const program = new Command('firedrill')
  .description(
    'Breaks staging on purpose, follows the recovery plan, and says how long it took and what was lost.',
  )
  .version(version)
  .option('--verbose', 'show where an error came from')
  .showHelpAfterError('(see firedrill --help)')
  .addHelpText(
    'after',
    `
Examples:
  firedrill up staging                     provision staging, or finish provisioning it
  firedrill plan                           every change that each drill would make; touches nothing
  firedrill run --tags "@jira" --seed 7    run Jira's drills with the data of seed 7
  firedrill nightly --budget 60            the whole catalogue, what was not met last night first
  firedrill storm --minutes 10 --seed 7    ten minutes of failures drawn from the catalogue, some of which overlap
  firedrill status                         what runs, and whether it is whole
  firedrill archive                        take an archive, and copy it off site
  firedrill restore --to now               bring all systems back to the last archive
  firedrill accept --for production        decide by the drills whether production may be migrated to, and pack the evidence
  firedrill sign PACK --key KEY --as NAME --role ROLE
  firedrill verify PACK --for production   what of a signed pack does not hold
  firedrill migrate                        bring the data of the old host over
  firedrill rotate tls.web                 renew a certificate or a password
  firedrill update confluence --to 9.2.1   update an application, or packages, with a way back
  firedrill promote confluence --from staging --to production --pack PACK
                                           the very image that staging runs
  firedrill publish --help                 the recovery report, the plans and the design as Confluence pages
  firedrill design                         the design of staging, drawn, as Markdown and SVG
  firedrill clean                          leave nothing behind

Exit codes: 0 all objectives met, 1 one missed, 2 unknown, 255 the harness itself failed.`,
  )
  // Commander's own exit code for a wrong command line is 1, which here means a missed objective.
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : HARNESS_FAILED);
  });

for (const command of [
  upCommand,
  statusCommand,
  runCommand,
  nightlyCommand,
  stormCommand,
  reportCommand,
  publishCommand,
  designCommand,
  recoverCommand,
  planCommand,
  acceptCommand,
  signCommand,
  verifyCommand,
  archiveCommand,
  refreshCommand,
  restoreCommand,
  migrateCommand,
  rotateCommand,
  updateCommand,
  promoteCommand,
  imageCommand,
  downCommand,
  cleanCommand,
  janitorCommand,
  doctorCommand,
]) {
  program.addCommand(command().copyInheritedSettings(program));
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(
    `firedrill: ${describe(error, program.opts<{ verbose?: boolean }>().verbose === true)}\n`,
  );
  process.exitCode = HARNESS_FAILED;
});

/** One line an error, its causes behind it; the stack only when asked for. */
function describe(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (verbose) return error.stack ?? error.message;
  const parts = error instanceof AggregateError ? error.errors.map((part) => describe(part, false)) : [];
  const cause = error.cause === undefined ? '' : `: ${describe(error.cause, false)}`;
  return [error.message + cause, ...parts].filter((line) => line !== '').join('\n');
}
