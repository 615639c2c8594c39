import { join } from 'node:path';
import type { Environment } from '../../environment/environment';
import type { AnyAction } from '../../recovery/actions/action';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import type { Gap } from '../../recovery/catalogue/gaps';
import { formattedPage } from '../output/write-page';
import { cataloguePage } from './catalogue-page';
import { scenarioPage } from './scenario-page';

/** The pages of `docs/catalogue/` by their paths below `docs/`, formatted as the project's own are. */
export async function cataloguePages(
  { drills }: Catalogue,
  gaps: readonly Gap[],
  actions: ReadonlyMap<string, AnyAction>,
  environment: Environment,
): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([['catalogue/README.md', cataloguePage(drills, gaps, environment)]]);
  for (const drill of drills) {
    const { scenario } = drill;
    pages.set(
      join('catalogue', scenario.class, `${scenario.id}.md`),
      scenarioPage(drill, actions, environment),
    );
  }
  const formatted = new Map<string, string>();
  for (const [name, page] of pages) formatted.set(name, await formattedPage(page));
  return formatted;
}
