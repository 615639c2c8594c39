export type Progress = (message: string) => void;

/** `2.3 s` since the call of `startStopwatch`. */
export function startStopwatch(): () => string {
  const started = performance.now();
  return () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
