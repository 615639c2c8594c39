import { Command } from 'commander';
import { age } from '../command-line/age';
import { ALLOWED_SIGNERS, verifyFor } from '../acceptance/verify-for';
import { chooseEnvironment } from '../environment/environment-file';
import type { Milliseconds } from '../../drill/time';
import { exitCodeOf } from '../command-line/exit-code';

interface VerifyOptions {
  readonly signers?: string;
  readonly for?: string;
  readonly notOlderThan?: Milliseconds;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('check every file, hash and signature of an acceptance pack, and say what does not hold')
    .argument('<pack>', 'the folder that firedrill accept made')
    .option('--signers <file>', `who may sign, as ssh-keygen's allowed_signers; else ${ALLOWED_SIGNERS}`)
    .option('--for <name>', 'the environment that it must be for: its name, or its file')
    .option('--not-older-than <age>', 'how old it may be; else what scenarios/acceptance.yaml says', age)
    .addHelpText(
      'after',
      `
Examples:
  firedrill verify reports/out/acceptance/production-20261127T140000Z
  firedrill verify PACK --for production --signers ~/allowed_signers

A line of allowed_signers: anna@example.org namespaces="firedrill/acceptance/operations" ssh-ed25519 AAAA…

Exit codes: 0 all of it holds, 1 something does not, 255 there is no pack.`,
    )
    .action(async (pack: string, { signers, for: target, notOlderThan }: VerifyOptions) => {
      const environment = target === undefined ? undefined : chooseEnvironment(target).environment;
      const { problems, signatures, decision, files } = await verifyFor(pack, {
        ...{ environment, signers, notOlderThan, now: new Date() },
      });
      const say = (line: string): void => void process.stdout.write(`${line}\n`);
      if (decision !== undefined)
        say(
          `${decision.accepted ? 'accepts' : 'does not accept'} ${decision.for}, by the run ${decision.run} of ${decision.environment}, decided ${decision.decidedAt}`,
        );
      for (const { signer, role, fingerprint } of signatures)
        say(`signed by ${signer} as ${role}, with ${fingerprint}`);
      for (const problem of problems) say(`does not hold: ${problem}`);
      say(
        problems.length === 0
          ? `all ${String(files)} files are as they were signed`
          : `${String(problems.length)} ${problems.length === 1 ? 'thing does' : 'things do'} not hold`,
      );
      process.exitCode = exitCodeOf(problems.length === 0 ? 'met' : 'missed');
    });
}
