import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { signPack } from '../../../reports/acceptance/sign-pack';

interface SignOptions {
  readonly key: string;
  readonly as: string;
  readonly role: string;
}

export function signCommand(): Command {
  return new Command('sign')
    .description('sign an acceptance pack with an SSH key')
    .argument('<pack>', 'the folder that firedrill accept made')
    .requiredOption('--key <path>', 'the private key, or a public one whose private half an agent has')
    .requiredOption('--as <signer>', 'who signs, as scenarios/allowed_signers has it')
    .requiredOption('--role <role>', 'as what: one of the roles in scenarios/acceptance.yaml')
    .addHelpText(
      'after',
      `
Example:
  firedrill sign reports/out/acceptance/production-20261127T140000Z --key ~/.ssh/id_ed25519 --as anna@example.org \\
    --role operations

What is signed is manifest.json, and with it every file of the pack; so a pack that is not whole is not signed, and neither is
one that refuses. Read acceptance.pdf first. The signature lies in the pack; hand the whole folder on to who signs next.`,
    )
    .action(async (pack: string, { key, as, role }: SignOptions) => {
      const file = await signPack(resolve(pack), { key: resolve(key), signer: as, role });
      process.stdout.write(`${as} has signed as ${role}: ${relative(process.cwd(), file)}\n`);
    });
}
