import { join } from 'node:path';

/** Where the page over all kept runs of an environment lies. */
export const trendPath = (reportsFolder: string, environment: string): string =>
  join(reportsFolder, 'trend', `${environment}.html`);
