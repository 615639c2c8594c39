import { parse } from '@cucumber/tag-expressions';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';

/**
 * Whether cucumber would run a drill for these tags, given the tags of its scenario with those of the rule and the
 * feature around it. Throws for what is no tag expression.
 */
export function taggedWith(expression: string): (drill: DrillDefinition) => boolean {
  const tags = parse(expression);
  return ({ feature }) => tags.evaluate([...feature.tags]);
}
