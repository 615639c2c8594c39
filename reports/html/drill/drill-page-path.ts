/** The pages' folder in a run's. */
export const DRILL_PAGES = 'drills';

/** Where a drill's page lies, from the run's folder. */
export const drillPagePath = (drill: string): string => `${DRILL_PAGES}/${drill}.html`;
