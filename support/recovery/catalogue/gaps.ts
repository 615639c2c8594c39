import { join } from 'node:path';
import { z } from 'zod';
import { GAPS, type DrillDefinition } from './catalogue';
import { readLocatedYaml } from './located-yaml';
import { failureClasses } from './scenario';

const gapsSchema = z.strictObject({
  version: z.literal(1),
  gaps: z.array(
    z.strictObject({
      class: z.enum(failureClasses),
      components: z.array(z.string().min(1)).min(1),
      because: z
        .string()
        .min(1)
        .transform((text) => text.trim()),
    }),
  ),
});

/** Failures of a class that no scenario drills on these components, and why. */
export type Gap = z.infer<typeof gapsSchema>['gaps'][number];

/**
 * Reads `scenarios/gaps.yaml` below the root. Each component is drilled in each class, or it says why not; both at once is
 * wrong, too. Throws a DefinitionError for what is no such file, an Error that names every pair that does not fit.
 */
export function readGaps(
  root: string,
  drills: readonly DrillDefinition[],
  components: readonly string[],
): readonly Gap[] {
  const { gaps } = readLocatedYaml(join(root, GAPS), GAPS, gapsSchema).value;
  const problems = components.flatMap((component) =>
    failureClasses.flatMap((kind) => {
      const drilled = drills.some(
        ({ scenario }) => scenario.component === component && scenario.class === kind,
      );
      const explained = gaps.filter((gap) => gap.class === kind && gap.components.includes(component));
      if (explained.length === (drilled ? 0 : 1)) return [];
      if (drilled) return [`${GAPS}: ${component} is drilled in ${kind}; expected no gap there`];
      return [
        explained.length === 0
          ? `${GAPS}: ${component} is not drilled in ${kind}; expected a scenario, or here a gap that says why`
          : `${GAPS}: ${component} has ${String(explained.length)} gaps in ${kind}; expected one`,
      ];
    }),
  );
  const unknown = gaps.flatMap((gap) => gap.components.filter((name) => !components.includes(name)));
  problems.push(...unknown.map((name) => `${GAPS}: there is no component "${name}"`));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return gaps;
}
