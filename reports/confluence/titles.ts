import { oneLine } from './harmless-text';

/** The most that Confluence takes as a title. */
const LONGEST = 255;

/**
 * A title is unique in its space, so each has what is unique in it: an id, and the environment's name. Links are found by
 * titles: whoever links to a page takes its title from here.
 */
export const overviewTitle = (environment: string): string => title('Recovery report', environment);
export const runTitle = (environment: string, run: string): string => title(`Run ${run}`, environment);
export const scenariosTitle = (environment: string): string => title('Failure scenarios', environment);
export const runbooksTitle = (environment: string): string => title('Runbooks', environment);
export const designTitle = (environment: string): string => title('Design', environment);
export const designPageTitle = (environment: string, page: string): string =>
  title(`Design: ${page}`, environment);
export const scenarioTitle = (environment: string, scenario: Named): string =>
  title(scenario.title, `${scenario.id}, ${environment}`);
export const runbookTitle = (environment: string, runbook: Named): string =>
  title(`Runbook: ${runbook.title}`, `${runbook.id}, ${environment}`);

export interface Named {
  readonly id: string;
  readonly title: string;
}

function title(words: string, unique: string): string {
  const ending = ` (${oneLine(unique, 120)})`;
  const room = LONGEST - ending.length;
  const shown = oneLine(words.slice(0, LONGEST));
  return `${shown.length > room ? `${shown.slice(0, room - 1).replace(LONE_HALF, '')}…` : shown}${ending}`;
}

const LONE_HALF = /\p{Surrogate}$/u;
