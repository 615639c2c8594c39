import type { ImageId } from '../../cloud/ids';

/** What an instance runs, as far as it says whether its image may be given to another environment. */
export interface Runs {
  readonly environment: string;
  readonly instance: string;
  readonly image: ImageId;
  /** The image that it would be run anew from. */
  readonly remembered: ImageId;
  /** The version that the image brings by its tag; undefined where it has none, or was not built here. */
  readonly brings: string | undefined;
  /** The version that the application tells. */
  readonly tells: string | undefined;
  /** Whether nobody answers for its root disk. */
  readonly tainted: boolean;
  /** Whose drill the environment is to go back from; undefined for one that is as declared. */
  readonly leasedBy: string | undefined;
}

/** Why an instance's image is not given to the instance of the same name elsewhere, a sentence each. */
export function promotionProblems(from: Runs, to: Runs): readonly string[] {
  const { environment, instance, image, brings, tells } = from;
  const here = `${instance} of ${environment}`;
  const problems: string[] = [];
  if (from.leasedBy !== undefined)
    problems.push(
      `${environment} is to go back to its golden snapshot (${from.leasedBy}): what runs there is a drill's`,
    );
  if (from.tainted) problems.push(`nobody answers for the root disk of ${here}`);
  if (image !== from.remembered)
    problems.push(`${here} is of ${image}, and not of ${from.remembered}, which it was given`);
  if (brings === undefined) problems.push(`${image} tells no version that it brings`);
  else if (tells !== brings)
    problems.push(
      `${here} tells ${tells ?? 'no version'}, and its image brings ${brings}: what was updated in place is promoted when an image has it`,
    );
  if (to.image === image) problems.push(`${instance} of ${to.environment} is of ${image} already`);
  else if (brings !== undefined && to.tells !== undefined && compareVersions(brings, to.tells) < 0)
    problems.push(`${image} brings ${brings}, which is older than ${to.tells} of ${to.environment}`);
  return problems;
}

/** Below 0 where the first is older; versions of numbers with dots between, of which a missing one is 0. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(left?.length ?? 0, right?.length ?? 0); index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
