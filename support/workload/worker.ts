import { parentPort, workerData } from 'node:worker_threads';
import type { ApplicationAccess } from '../applications/access';
import { openStore } from '../applications/open-store';
import type { Container } from '../applications/store';
import { clockFrom } from '../drill/clock';
import type { Application, HistoryEvent } from '../drill/history';
import { learnSecrets } from '../drill/redaction/known-secrets';
import type { NamedSecret } from '../drill/redaction/named-secret';
import type { Milliseconds } from '../drill/time';
import { openHistoryFile } from './history-file';
import { startLoad } from './load';
import { createRecorder } from './recorder';

/** What the worker thread is started with. */
export interface WorkerOptions {
  readonly access: ApplicationAccess;
  readonly rates: readonly { readonly application: Application; readonly rate: number }[];
  readonly container: Container;
  readonly historyFile: string;
  readonly clock: { readonly origin: string; readonly startedAt: string };
  readonly seed: number;
  readonly requestTimeout: Milliseconds;
  /** What the thread that starts it knows: each thread redacts what it writes. */
  readonly secrets: readonly NamedSecret[];
}

/** What the worker tells: each line of the history once it is in the file, and its ends. */
export type WorkerMessage =
  | { readonly type: 'started' }
  | { readonly type: 'event'; readonly event: HistoryEvent }
  | { readonly type: 'stopped' };

/** What the worker is told, each once: it loads its modules meanwhile, and `stop` may come before `begin`. */
export type WorkerOrder = 'begin' | 'stop';

/** An item takes up to three requests, one after the other; beyond that the client itself hangs. */
const REQUESTS_AN_OPERATION = 3;

function main(options: WorkerOptions): void {
  const port = parentPort;
  if (port === null) throw new Error('the workload runs in a worker thread only');
  const send = (message: WorkerMessage): void => {
    port.postMessage(message);
  };
  learnSecrets(options.secrets);
  const clock = clockFrom(options.clock.origin, options.clock.startedAt);
  const file = openHistoryFile(options.historyFile);
  const controller = new AbortController();
  let idle: (() => void) | undefined;
  const recorder = createRecorder(
    () => clock.now(),
    (event) => {
      file.append(event);
      send({ type: 'event', event });
      if (event.type !== 'invoked') setImmediate(() => idle?.());
    },
  );
  const stores = options.rates.map(({ application, rate }) => ({
    rate,
    store: openStore(application, options.access, { requestTimeout: options.requestTimeout }),
  }));
  let stops: readonly (() => void)[] = [];
  const begin = (): void => {
    stops = stores.map(({ store, rate }) =>
      startLoad({
        store,
        container: options.container,
        rate,
        seed: options.seed,
        now: () => clock.now(),
        recorder,
        signal: controller.signal,
      }),
    );
    send({ type: 'started' });
  };

  const finish = (): void => {
    clearTimeout(bound);
    idle = undefined;
    recorder.abandon('the load was stopped before it ended');
    controller.abort(new Error('the load was stopped'));
    file.close();
    for (const { store } of stores) store.close();
    send({ type: 'stopped' });
    port.close();
  };
  let bound: NodeJS.Timeout | undefined;
  const stop = (): void => {
    for (const each of stops) each();
    bound = setTimeout(finish, REQUESTS_AN_OPERATION * options.requestTimeout);
    idle = () => {
      if (stores.every(({ store }) => recorder.underWay(store.application) === 0)) finish();
    };
    idle();
  };
  port.on('message', (order: WorkerOrder) => {
    if (order === 'begin') begin();
    else stop();
  });
}

main(workerData as WorkerOptions);
