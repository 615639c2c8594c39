import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { workloadContainer } from '../applications/containers';
import { openStore } from '../applications/open-store';
import type { Store } from '../applications/store';
import type { Application } from '../drill/history';
import { knownSecrets } from '../drill/redaction/known-secrets';
import { endedRequests } from './ended-requests';
import { withoutGivenUp, type GivenUp } from './given-up';
import { observable, restored } from './instants';
import { createLiveHistory, type LiveHistory } from './live-history';
import type { WorkerMessage, WorkerOptions, WorkerOrder } from './worker';
import type { ApplicationCounts, Workload, WorkloadOptions } from './workload';

/** Starts the worker thread, makes the containers while it loads, and resolves when the load runs. */
export async function startWorkload(options: WorkloadOptions, signal: AbortSignal): Promise<Workload> {
  const container = workloadContainer(options.run);
  const rates = options.applications.map((application) => ({
    application,
    rate: rateOf(options, application),
  }));
  const { access, historyFile, clock, seed, requestTimeout } = options;
  const history = createLiveHistory();
  const worker = startWorker(
    {
      access,
      rates,
      container,
      historyFile,
      clock: { origin: clock.origin, startedAt: clock.startedAt },
      seed,
      requestTimeout,
      secrets: knownSecrets(),
    },
    history,
  );
  const stopAtAbort = (): void => {
    worker.stop();
  };
  signal.addEventListener('abort', stopAtAbort, { once: true });
  try {
    await withAdministration(options, (store) => store.ensureContainer(container, signal));
    worker.begin();
    await worker.started;
  } catch (error) {
    worker.stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stopAtAbort);
  }
  signal.throwIfAborted();
  const last = (application: Application) => (): string => describe(application, history.counts(application));
  let given: GivenUp | undefined;
  return {
    container,
    giveUp: (what) => {
      given = what;
    },
    snapshot: () =>
      Object.fromEntries(options.applications.map((name) => [name, history.counts(name)] as const)),
    endedSince: (name, since) => endedRequests(history.operations(), name, since),
    waitForFirstWrites: async (until) => {
      for (const name of options.applications) {
        const look = (): true | undefined => history.counts(name).okWrites > 0 || undefined;
        await history.waitFor(`${name} to acknowledge a write`, look, last(name), until);
      }
    },
    waitForFailure: (name, since, until) =>
      history.waitFor(
        `a request to ${name} to fail`,
        () => observable(settled(history), name, since),
        last(name),
        until,
      ),
    waitForSteady: (name, since, steadyFor, until) =>
      history.waitFor(
        `${name} to serve again for ${steadyFor / 1000} s`,
        () => restored(withoutGivenUp(history.operations(), given), name, since, steadyFor),
        last(name),
        until,
      ),
    stop: async () => {
      worker.stop();
      await worker.stopped;
    },
    removeContainers: (until) =>
      withAdministration(options, (store) => store.removeContainer(container, until)),
  };
}

/** Only what has ended: what is under way has not failed. */
function settled(history: LiveHistory): ReturnType<LiveHistory['operations']> {
  return history.operations().filter(({ completedAt }) => completedAt !== undefined);
}

interface RunningWorker {
  readonly started: Promise<void>;
  /** Rejects when the worker ended otherwise than by `stop`. */
  readonly stopped: Promise<void>;
  /** The load begins; the thread has loaded what it needs, or does so now. */
  begin(): void;
  stop(): void;
}

function startWorker(options: WorkerOptions, history: LiveHistory): RunningWorker {
  const worker = new Worker(join(__dirname, 'worker.ts'), {
    workerData: options,
    execArgv: ['-r', join(__dirname, '../register.js')],
  });
  const order = (what: WorkerOrder): void => {
    worker.postMessage(what);
  };
  let asked = false;
  let inOrder = false;
  const started = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'started') resolve();
      if (message.type === 'event') history.add(message.event);
      if (message.type === 'stopped') inOrder = true;
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('the workload ended before it had begun'));
    });
  });
  const stopped = new Promise<void>((resolve, reject) => {
    const fail = (error: Error): void => {
      history.fail(error);
      reject(error);
    };
    worker.once('error', fail);
    worker.once('exit', (code) => {
      if (inOrder) {
        history.fail(new Error('the workload was stopped'));
        resolve();
      } else fail(new Error(`the workload's thread ended by itself with code ${code}`));
    });
  });
  // Whoever waits is told through the history; `stop` tells it again.
  stopped.catch(() => undefined);
  started.catch(() => undefined);
  return {
    started,
    stopped,
    begin: () => {
      order('begin');
    },
    stop: () => {
      if (!asked) order('stop');
      asked = true;
    },
  };
}

async function withAdministration(
  { applications, administration, requestTimeout }: WorkloadOptions,
  act: (store: Store) => Promise<void>,
): Promise<void> {
  const stores = applications.map((name) => openStore(name, administration, { requestTimeout }));
  try {
    await Promise.all(stores.map(act));
  } finally {
    for (const store of stores) store.close();
  }
}

function rateOf({ rates }: WorkloadOptions, application: Application): number {
  const rate = rates[application];
  if (rate === undefined || !(rate > 0)) throw new Error(`the workload has no rate for ${application}`);
  return rate;
}

function describe(
  application: Application,
  { invoked, ok, failed, unknown, last }: ApplicationCounts,
): string {
  const end =
    last === undefined
      ? 'none ended'
      : `last ${last.outcome}${last.error === undefined ? '' : `: ${last.error}`}`;
  return `${application}: ${invoked} requests, ${ok} ok, ${failed} failed, ${unknown} unknown, ${end}`;
}
