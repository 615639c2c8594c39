import { createHash } from 'node:crypto';
import type { Container } from './store';

/** Where the seed content lives in every application. */
export const seedContainer: Container = { key: 'FDSEED', name: 'Firedrill seed content' };

/** A run's own space, project or folder. A project key has ten characters at most, so the run is hashed into it. */
export function workloadContainer(run: string): Container {
  const digest = createHash('sha256').update(run).digest('hex').slice(0, 8).toUpperCase();
  return { key: `FD${digest}`, name: `FIREDRILL ${run}` };
}
