import { join } from 'node:path';
import { Command } from 'commander';
import type { Decision } from '../../../reports/acceptance/decision';
import { checkInWords } from '../../../reports/acceptance/decision-words';
import { packFiles } from '../../../reports/acceptance/pack-layout';
import type { Milliseconds } from '../../drill/time';
import { readEnvironmentState } from '../../environment/environment-state';
import { readAcceptanceFile } from '../../recovery/catalogue/acceptance-file';
import { ACCEPTANCE, GAPS } from '../../recovery/catalogue/catalogue';
import { age } from '../command-line/age';
import { acceptRun } from '../acceptance/accept-run';
import { chooseRun, finishedRuns } from '../acceptance/choose-run';
import { ACCEPTANCE_TAG } from '../acceptance/gather-facts';
import { refusedOn } from '../acceptance/refused-on';
import { testGuardRails } from '../acceptance/test-guard-rails';
import { readDrillsOn } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { exitCodeOf } from '../command-line/exit-code';
import { onInterruption } from '../command-line/interruption';
import { withCopies } from '../parallel/copies';
import { progressTo } from '../output/progress';
import { CHECKOUT, REPORTS_FOLDER, STATE_FOLDER } from '../settings';
import { taggedWith } from '../run/tagged-with';
import { runCommand } from './run';

interface AcceptOptions {
  readonly environment: string;
  readonly for: string;
  readonly notOlderThan?: Milliseconds;
  readonly runNow: boolean;
}

export function acceptCommand(): Command {
  return new Command('accept')
    .description('decide by a run of drills whether an environment may be migrated to, and pack the evidence')
    .option(
      '--environment <name>',
      'the one that is drilled: its name in fixtures/environments, or a file',
      DEFAULT_ENVIRONMENT,
    )
    .requiredOption('--for <name>', 'the one that is to be migrated to: its name, or a file')
    .option('--not-older-than <age>', `how old the run may be; else what ${ACCEPTANCE} says`, age)
    .option('--run-now', `run what is tagged ${ACCEPTANCE_TAG} first`, false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill accept --for production                         decide by last night's run of staging
  firedrill accept --for production --not-older-than 12h    and no run of before that
  firedrill accept --for production --run-now               drill first: an hour or more
  firedrill accept --environment rehearsal --for ./production.yaml

It takes the last run that has every scenario tagged ${ACCEPTANCE_TAG}, and looks at it, at the files of both environments, at
${GAPS} and at the tests of the guard rails. Exceptions, ages and who must sign are in ${ACCEPTANCE}. The pack is made
whatever the decision: it says why. Then: firedrill sign, firedrill verify, firedrill migrate. See docs/sign-off.md.

Exit codes: 0 accepted, 1 a condition does not hold, 2 one is not known to hold, 255 nothing was decided.`,
    )
    .action(async ({ environment: name, for: target, notOlderThan, runNow }: AcceptOptions) => {
      const drilled = chooseEnvironment(name);
      const forWhom = chooseEnvironment(target);
      const { environment } = drilled;
      if (forWhom.environment.name === environment.name)
        throw new Error(`${environment.name} cannot be accepted by its own drills; give another --for`);
      const catalogue = readDrillsOn(environment);
      const ids = catalogue.drills.map(({ scenario }) => scenario.id);
      const file = readAcceptanceFile(CHECKOUT, ids);
      const acceptance =
        notOlderThan === undefined
          ? file
          : { ...file, notOlderThan: { ...file.notOlderThan, run: notOlderThan } };
      if (runNow)
        await runCommand().parseAsync(['--environment', name, '--tags', ACCEPTANCE_TAG], { from: 'user' });
      process.exitCode = 0;

      const progress = progressTo(process.stdout);
      const { signal } = onInterruption();
      const marked = catalogue.drills.filter(taggedWith(ACCEPTANCE_TAG)).map(({ scenario }) => scenario.id);
      const found = chooseRun(finishedRuns(REPORTS_FOLDER, environment.name), marked);
      if (found === undefined)
        throw new Error(
          `there is no finished run of ${environment.name} in ${REPORTS_FOLDER}; run: npx firedrill accept --for ${target} --run-now`,
        );
      progress(`the run is ${found.chosen.record.run}; the tests of the guard rails are run`);
      const tests = await testGuardRails(CHECKOUT, signal);
      const state = readEnvironmentState(STATE_FOLDER, forWhom.environment.name);
      const lanes = found.chosen.record.environment.split(', ').length;
      const { decision, pack } = await acceptRun({
        ...{ root: CHECKOUT, now: new Date(), catalogue, acceptance, tests, ...found },
        drilled: [drilled, ...withCopies(drilled, lanes).slice(1)],
        target: forWhom,
        packs: join(REPORTS_FOLDER, 'acceptance'),
        refused: await refusedOn(forWhom.environment, state, signal),
      });
      for (const line of decisionLines(decision)) say(line);
      say(`pack: ${pack}`);
      say(`for people: ${join(pack, packFiles.pdf)} and ${packFiles.page}`);
      if (decision.accepted)
        say(
          `to be signed: npx firedrill sign ${pack} --key KEY --as NAME --role ${decision.roles.join('|')}`,
        );
      const results = decision.checks.map(({ result }) => result);
      process.exitCode = exitCodeOf(
        results.includes('missed') ? 'missed' : decision.accepted ? 'met' : 'unknown',
      );
    });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The decision, each condition, and what is concerned of those that do not hold. */
function decisionLines({ accepted, checks, exceptions, for: target }: Decision): readonly string[] {
  return [
    ...checks.flatMap(({ title, result, reason, details }) => [
      `${result === 'met' ? 'ok  ' : 'NOT '} ${title}: ${checkInWords(result)}. ${reason}`,
      ...(result === 'met' ? [] : details.map((line) => `       ${line}`)),
    ]),
    ...exceptions.map(
      ({ scenario, owner, reason, until, state }) =>
        `exception (${state}): ${scenario}, ${owner}, until ${until}: ${reason}`,
    ),
    accepted
      ? `ACCEPTED: the migration to ${target} may begin when it is signed`
      : `NOT ACCEPTED: the migration to ${target} must not begin`,
  ];
}
