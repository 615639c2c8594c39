import { connectCloud } from '../cloud/connect-cloud';
import type { RunRight } from '../cloud/run-right';
import { seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import type { EnvironmentAccess } from '../environment/open-environment';
import type { EnvironmentLock } from './environment-lock';

export interface RunHoldOptions {
  /** This checkout's lock, taken already. */
  readonly lock: EnvironmentLock;
  readonly environment: string;
  /** The run, or the command. */
  readonly run: string;
  readonly access: EnvironmentAccess;
  /** Told when the right could not be renewed. */
  readonly onTrouble: (message: string) => void;
}

/** For how long the right holds when nobody renews it: until another machine may take over. */
const RIGHT_SECONDS = 120;
const RENEWAL = seconds(30);

/** A run's hold of an environment over all machines: the right in the cloud, renewed as long as this process lives. */
export class RunHold {
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly options: RunHoldOptions,
    private readonly cloud: ReturnType<typeof connectCloud>,
    private readonly right: RunRight,
  ) {
    const signal = (): AbortSignal => AbortSignal.timeout(RENEWAL);
    this.timer = setInterval(() => {
      this.cloud.rights.renew(right, RIGHT_SECONDS, signal()).catch((error: unknown) => {
        options.onTrouble(`the right to ${options.environment} was not renewed: ${String(error)}`);
      });
    }, RENEWAL);
    // What it stands for ends with the process.
    this.timer.unref();
  }

  /** Throws when a run on another machine has the environment. What a dead run of this machine held is taken over. */
  static async take(options: RunHoldOptions, signal: AbortSignal): Promise<RunHold> {
    const { lock, environment, run, access } = options;
    const cloud = connectCloud({ ...access.connection, environment });
    try {
      const right = await cloud.rights.take({ run, claim: lock.claim }, RIGHT_SECONDS, signal);
      return new RunHold(options, cloud, right);
    } catch (error) {
      cloud.close();
      throw error;
    }
  }

  /** How the environment is reached by who acts for this run: nothing is changed once the right is lost. */
  get access(): EnvironmentAccess {
    const { access } = this.options;
    return { ...access, connection: { ...access.connection, right: this.right } };
  }

  get token(): string {
    return this.right;
  }

  /** Never rejects: what cannot be given back is told, and left to whoever takes this checkout's lock over. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    const { environment, lock, onTrouble } = this.options;
    try {
      await waitUntil({
        subject: `the right to ${environment} to be given back`,
        deadline: RENEWAL,
        interval: seconds(1),
        attempt: seconds(10),
        signal: new AbortController().signal,
        observe: async (signal) => {
          await this.cloud.rights.release(this.right, signal);
          return { value: true };
        },
      });
    } catch (error) {
      lock.leave();
      onTrouble(`${String(error)}; the next command of this checkout takes it over`);
    } finally {
      this.cloud.close();
    }
  }
}
