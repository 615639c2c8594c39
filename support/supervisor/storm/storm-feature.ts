import type { Catalogue } from '../../recovery/catalogue/catalogue';
import type { StormPlan } from '../../recovery/storm/storm-plan';

/** What a run of `firedrill storm` chooses cucumber's scenarios by. */
export const STORM_TAG = '@storm';

/** A storm as Gherkin, so that what it comes to is told, judged and reported as any other run. */
export function stormFeature({ seed, environment, gusts }: StormPlan, catalogue: Catalogue): string {
  const rules = gusts.flatMap(({ at, strikes }, index) => {
    const number = String(index + 1);
    return [
      '',
      `  Rule: Gust ${number}, ${clockText(at)} after the storm's beginning or when all is whole again`,
      ...strikes.flatMap(({ drill, instances, after }) => [
        '',
        `    @scenario:${drill}`,
        `    Scenario: ${catalogue.drill(drill).scenario.title}`,
        `      # It breaks ${instances.join(', ')}, ${String(after / 1000)} s after the load is steady.`,
        `      When gust ${number} strikes`,
        `      Then "${drill}" is met`,
      ]),
    ];
  });
  return [
    STORM_TAG,
    `Feature: Storm of seed ${String(seed)} on ${environment}`,
    '  Failures drawn from the catalogue, some of which overlap; each is recovered from by its plan.',
    ...rules,
    '',
  ].join('\n');
}

/** `3:05`, minutes and seconds. */
export function clockText(time: number): string {
  const all = Math.round(time / 1000);
  return `${String(Math.floor(all / 60))}:${String(all % 60).padStart(2, '0')}`;
}
