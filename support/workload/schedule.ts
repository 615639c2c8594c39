/**
 * Calls `due` at a constant rate whatever becomes of the calls (an open loop): a slow application does not slow
 * the load, and a late timer catches up on what was due. Returns what stops it.
 */
export function atConstantRate(
  perSecond: number,
  /** Where in the first interval to begin, in [0, 1). */
  phase: number,
  now: () => number,
  due: () => void,
): () => void {
  const interval = 1000 / perSecond;
  const start = now() + phase * interval;
  let count = 0;
  let timer: NodeJS.Timeout;
  const tick = (): void => {
    while (start + count * interval <= now()) {
      count += 1;
      due();
    }
    timer = setTimeout(tick, Math.max(1, start + count * interval - now()));
  };
  timer = setTimeout(tick, Math.max(1, start - now()));
  return () => {
    clearTimeout(timer);
  };
}
