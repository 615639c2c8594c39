import type { Environment } from '../../environment/environment';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import type { Progress } from '../output/progress';
import { publishRun } from '../publication/publish-run';
import { inOneLine } from './in-one-line';
import type { NightSettings } from './night-settings';

export interface NightPublication {
  readonly environment: Environment;
  readonly drills: readonly DrillDefinition[];
  readonly reportsFolder: string;
  /** The night's folder. */
  readonly run: string;
  readonly settings: NonNullable<NightSettings['confluence']>;
  readonly token: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Publishes a night to Confluence. A failure changes nothing of the night, so nothing is thrown: it is said, and given back in
 * a few words for the night's line.
 */
export async function publishNight(night: NightPublication): Promise<string | undefined> {
  const { environment, drills, reportsFolder, run, settings, token, progress, signal } = night;
  const { baseUrl, space, parent, user, ca, wait } = settings;
  try {
    const result = await publishRun({
      ...{ environment, drills, reportsFolder, run, progress, signal },
      target: { baseUrl, space, parent, token, user, ca, wait },
    });
    if (result.outcome === 'waits') return 'it waits to be published to Confluence';
    const { refused } = result.published;
    return refused.length === 0 ? undefined : `${String(refused.length)} pages were refused by Confluence`;
  } catch (error) {
    progress(`not published to Confluence: ${inOneLine(error)}`);
    return 'it is not published to Confluence';
  }
}
