/** Names a run by its start and seed, so that a listing is in order of time: `20261122T105930Z-seed1`. */
export function runId(startedAt: Date, seed: number): string {
  const compact = startedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${compact}-seed${String(seed)}`;
}
