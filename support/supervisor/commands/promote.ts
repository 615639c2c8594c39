import { Argument, Command } from 'commander';
import { takeGoldenSnapshot } from '../../environment/golden-snapshot';
import type { Environment } from '../../environment/environment';
import { readEnvironmentState } from '../../environment/environment-state';
import { imageRecipeNames, readRecipeFile } from '../../environment/image-recipe';
import { protectionHere } from '../../safety/protection';
import { imageProblems } from '../acceptance/images-in-pack';
import { requirePack } from '../acceptance/require-pack';
import { chooseEnvironment } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { operate } from '../operation/operate';
import { promotionProblems, type Runs } from '../promotion/promotion-problems';
import { whatRuns, whatRunsThere } from '../promotion/what-runs';
import { STATE_FOLDER } from '../settings';

interface PromoteOptions {
  readonly to: string;
  readonly from?: string;
  readonly image?: string;
  readonly pack?: string;
  readonly yes: boolean;
}

export function promoteCommand(): Command {
  return new Command('promote')
    .description(
      'give an instance the very image that another environment runs, or staging a new one; what fails its checks is taken back',
    )
    .addArgument(new Argument('<instance>', 'which, as the environment files name it'))
    .requiredOption('--to <environment>', 'the environment that is given the image: its name, or its file')
    .option('--from <environment>', 'the environment whose instance of that name runs the image')
    .option(
      '--image <recipe>',
      'the image of a recipe of fixtures/images, to be tried: not for a protected environment',
    )
    .option(
      '--pack <folder>',
      'the signed acceptance pack, without which nothing is promoted to a protected environment',
    )
    .option('--yes', 'do it without asking', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill promote confluence --to staging --image confluence-9.2.1       try it on staging, and drill there
  firedrill accept --for production && firedrill sign PACK …
  firedrill promote confluence --from staging --to production --pack PACK  show what would be done, and ask

Every byte of the image is searched for secrets, names and addresses of both environments before anything is stopped. The instance
keeps the image: whatever runs it anew takes the same one. An environment that drills run on gets a new golden snapshot afterwards.

Refused: an image that the other environment's instance was not given, or that was updated in place since; one that is older than
what runs; and, for a protected environment, one that the drills of the pack were not done with.

Exit codes: 0 done, 1 a step failed and what was done was taken back, 255 nothing was done.`,
    )
    .action((instance: string, options: PromoteOptions) => promote(instance, options));
}

async function promote(instance: string, { to, from, image, pack, yes }: PromoteOptions): Promise<void> {
  if ((from === undefined) === (image === undefined))
    throw new Error('expected --from ENVIRONMENT, or --image RECIPE to try one, and not both');
  const { environment: declared } = chooseEnvironment(to);
  const state = readEnvironmentState(STATE_FOLDER, declared.name);
  const here = protectionHere({ environment: declared, state });
  if (from !== undefined && chooseEnvironment(from).environment.name === declared.name)
    throw new Error(`${declared.name} has its own images; give another --from`);
  refuseTrial(declared, here, from);
  // Before anything is asked or started; what only the cloud knows of its protection is asked for when it is open.
  const what = 'The promotion';
  await requirePack({ ...{ what, environment: declared, protection: here, pack, now: new Date() } });
  const source =
    from === undefined ? undefined : await whatRunsThere(from, instance, onInterruption().signal);
  const given =
    source === undefined
      ? ofRecipe(image ?? '')
      : { image: source.image, version: source.brings ?? 'unknown' };
  await operate({
    ...{ environment: to, yes, command: 'promote', destructive: false },
    precondition: (environment, protection) => {
      refuseTrial(environment, protection, from);
      const drilled = { environment: from ?? '', instance, image: given.image };
      const besides: Parameters<typeof requirePack>[0]['besides'] = (folder, decision) =>
        imageProblems(folder, decision, drilled);
      return requirePack({ what, environment, protection, pack, now: new Date(), besides });
    },
    runbook: 'promote-an-application',
    parameters: {
      ...{ application: instance, image: given.image, version: given.version },
      from: source?.environment ?? declared.name,
    },
    about: async (open, signal) => {
      const target = await whatRuns(open, instance, signal);
      if (source !== undefined) {
        const [first, ...more] = promotionProblems(source, target);
        if (first !== undefined) throw new Error(`nothing is promoted: ${[first, ...more].join('; ')}`);
      }
      return planned(target, given, source);
    },
    afterwards: async (open, progress, signal) => {
      if (open.environment.protected || open.state.golden === undefined) return;
      await takeGoldenSnapshot(open, progress, signal);
    },
  });
}

/** A protected environment is given what another runs, and nothing that is only to be tried. */
function refuseTrial({ name }: Environment, protection: readonly string[], from: string | undefined): void {
  if (protection.length === 0 || from !== undefined) return;
  throw new Error(
    `The promotion to ${name} is refused: it is protected (${protection.join('; ')}), and is given only what another environment runs; expected --from ENVIRONMENT`,
  );
}

/** The image of a recipe, by its name, and the version that it brings. */
function ofRecipe(name: string): { readonly image: string; readonly version: string } {
  const known = imageRecipeNames().filter((each) => readRecipeFile(each).version !== undefined);
  if (!known.includes(name))
    throw new Error(`"${name}" is no recipe that tells its version; expected one of ${known.join(', ')}`);
  return { image: name, version: readRecipeFile(name).version ?? '' };
}

const planned = (
  { environment, instance, image, tells }: Runs,
  given: { readonly image: string; readonly version: string },
  source: Runs | undefined,
): readonly string[] => [
  `  ${instance} of ${environment} now: ${tells ?? 'a version that it does not tell'}, of ${image}`,
  `  afterwards: ${given.version}, of ${given.image}${source === undefined ? '' : `, as ${source.environment} runs it`}`,
];
