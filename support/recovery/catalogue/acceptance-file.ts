import { join } from 'node:path';
import { z } from 'zod';
import { ACCEPTANCE } from './catalogue';
import { duration } from './duration';
import { DefinitionError, readLocatedYaml } from './located-yaml';

const words = (what: string) => z.string().regex(/^[a-z][a-z0-9-]*$/, { error: `expected ${what}` });
const text = z.string().trim().min(1, { error: 'expected a text' });

const acceptanceSchema = z.strictObject({
  version: z.literal(1),
  /** How long ago, at most. */
  notOlderThan: z.strictObject({
    /** The run began, when it is accepted. */
    run: duration,
    /** A drill restored from the copy off site, when the run is accepted. */
    offSiteRestore: duration,
    /** The pack was made, when the migration begins. */
    pack: duration,
  }),
  /** Who must sign a pack, somebody else for each. */
  roles: z.array(words('a role in lower-case words joined by hyphens')).min(1),
  /** Scenarios that may be missed, for a while. */
  exceptions: z
    .array(
      z.strictObject({
        scenario: words("a failure scenario's id"),
        owner: text,
        reason: text,
        until: z.iso.date({ error: 'expected the last day on which it is open, such as 2026-12-31' }),
      }),
    )
    .default([]),
});

/** What a migration is accepted by: `scenarios/acceptance.yaml`. Durations are milliseconds. */
export type AcceptanceFile = z.infer<typeof acceptanceSchema>;

/**
 * Reads `scenarios/acceptance.yaml` below the root. Throws a DefinitionError with file and line of all that is wrong, an exception
 * for a scenario that there is not among it.
 * @param scenarios the ids of all failure scenarios
 */
export function readAcceptanceFile(root: string, scenarios: readonly string[]): AcceptanceFile {
  const { value, at } = readLocatedYaml(join(root, ACCEPTANCE), ACCEPTANCE, acceptanceSchema);
  const problems = value.exceptions.flatMap(({ scenario }, index) => {
    const place = ['exceptions', index, 'scenario'];
    if (!scenarios.includes(scenario))
      return [
        at(place, `failure scenario "${scenario}" does not exist; expected the id of one in docs/catalogue`),
      ];
    const earlier = value.exceptions.slice(0, index).some((each) => each.scenario === scenario);
    return earlier ? [at(place, `"${scenario}" has an exception already; expected one`)] : [];
  });
  value.roles.forEach((role, index) => {
    if (value.roles.indexOf(role) !== index)
      problems.push(at(['roles', index], `the role "${role}" is there already; expected another`));
  });
  if (problems.length > 0) throw new DefinitionError(problems);
  return value;
}
