import { designMarkdown } from '../../../reports/design/design-markdown';
import { picturesOf, type DesignPage } from '../../../reports/design/design-page';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { anchorOf } from '../catalogue/scenario-page';
import { formattedPage } from '../output/write-page';

/**
 * The pages in Markdown and their pictures in SVG, by their paths in the folder that has them.
 *
 * @param drills those that have a page in the folder `catalogue` beside it
 */
export async function designFiles(
  pages: readonly DesignPage[],
  drills: readonly DrillDefinition[],
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const page of pages) {
    const markdown = designMarkdown(page, (target) => placeOf(target, drills));
    files.set(`${page.name}.md`, await formattedPage(markdown));
    for (const { name, svg } of picturesOf(page)) files.set(`pictures/${name}.svg`, svg);
  }
  return files;
}

/** Where a link leads, from the folder of the pages. A runbook stands on the page of each scenario that follows it. */
function placeOf(target: string, drills: readonly DrillDefinition[]): string | undefined {
  const [kind, id = ''] = target.split(':');
  if (kind === 'page') return `${id}.md`;
  for (const { scenario, runbook, before } of drills) {
    const page = `../catalogue/${scenario.class}/${scenario.id}.md`;
    if (kind === 'scenario' && scenario.id === id) return page;
    const followed = [runbook, before].find((one) => one?.id === id);
    if (kind === 'runbook' && followed !== undefined) return `${page}#runbook-${anchorOf(followed.title)}`;
  }
  return undefined;
}
