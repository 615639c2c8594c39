import { milliseconds, seconds } from '../../../drill/time';
import { WaitError, waitUntil } from '../../../drill/wait-until';
import { excerptOf } from '../../../drill/redaction/excerpt';
import { instanceNamed } from '../../../environment/environment';
import { tryAsRoot } from '../../../hosts/as-root';
import { roleSoftware } from '../../../environment/role-software';
import { quote, type Shell } from '../../../hosts/shell';
import { action } from '../action';
import { waitLimit } from '../wait-limit';
import { applicationOf, statusOf } from './application-paths';
import { throughWebCommand } from '../commands';
import { noParameters } from '../no-parameters';

/** Waits, within the step's budget, until the application says through the web server that it is running. */
export const waitUntilRunning = action({
  name: 'wait-until-running',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    throughWebCommand(environment, statusOf[applicationOf(instanceNamed(environment, target))].path),
  ],
  async run(_, { environment, target, store, host, budget }, signal) {
    const { unit } = roleSoftware[instanceNamed(environment, target).role];
    const application = store(applicationOf(instanceNamed(environment, target)));
    try {
      const probe = await waitUntil({
        subject: `${target} to be running, seen through the web server`,
        deadline: waitLimit(budget),
        interval: milliseconds(250),
        attempt: seconds(10),
        signal,
        observe: async (attempt) => {
          const result = await application.probe(attempt);
          if (result.ready) return { value: result };
          const seen = `${String(result.status)} ${result.state}`;
          // It stays in this state until it is started again.
          return result.state === 'ERROR' ? { hopeless: seen } : { seen };
        },
      });
      return `${target} answers ${String(probe.status)} ${probe.state} through the web server`;
    } catch (error) {
      if (!(error instanceof WaitError)) throw error;
      // What it answers says that it does not serve; its own log says why.
      throw new Error(`${error.message}; ${await lastWords(host(target), unit, signal)}`, { cause: error });
    } finally {
      application.close();
    }
  },
});

/** The last line that a unit logged of a failure since the boot; that none can be read is an answer, too. */
async function lastWords(shell: Shell, unit: string, signal: AbortSignal): Promise<string> {
  try {
    const options = { signal, timeout: seconds(5) };
    const command = `journalctl -u ${quote(unit)} -b -o cat -q --no-pager --grep 'error|fail|lock' -n 1`;
    const { stdout } = await tryAsRoot(shell, command, options);
    const last = stdout.trim() || 'no error';
    return `${unit} logged: ${excerptOf(last, 300)}`;
  } catch (error) {
    return `the log of ${unit} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
