import type { Workload, WorkloadOptions } from './workload';

/** Makes the containers, starts the worker thread, and resolves when the load runs. */
export async function startWorkload(options: WorkloadOptions, signal: AbortSignal): Promise<Workload> {
  signal.throwIfAborted();
  throw await Promise.resolve(new Error(`being written: ${options.run}`));
}
