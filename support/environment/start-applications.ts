import { milliseconds, minutes, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { excerptOf } from '../drill/redaction/excerpt';
import { roleSoftware } from './role-software';
import { readJournal } from '../hosts/journal';
import { startCommand, stopUnit } from '../hosts/systemd';
import { unitState } from '../hosts/unit-state';
import { CommandFailed, type Shell } from '../hosts/shell';
import type { Environment, InstanceDeclaration } from './environment';
import { PATIENCE, readinessWithPatience } from './readiness';
import { startLayers } from './start-order';
import { startStopwatch, type Progress } from './stopwatch';
import { all } from './turns';

/** What starting and stopping applications takes of an open environment. */
export interface ApplicationHosts {
  readonly environment: Environment;
  host(name: string): Shell;
}

export const unitOf = (instance: InstanceDeclaration): string => roleSoftware[instance.role].unit;

/** sshd is the way in: it is never stopped, and runs from boot on. */
const isService = (instance: InstanceDeclaration): boolean => unitOf(instance) !== 'ssh.service';

/**
 * Step 2: every application, each as soon as its instance is ready and what it depends on answers, and waited for until it
 * answers itself.
 */
export async function startApplications(
  hosts: ApplicationHosts,
  progress: Progress,
  signal: AbortSignal,
  ready: (instance: InstanceDeclaration) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const elapsed = startStopwatch();
  const layers = startLayers(hosts.environment.instances);
  const answering = new Map<string, Promise<void>>();
  const answers = ({ name }: { readonly name: string }): Promise<void> =>
    answering.get(name) ?? Promise.reject(new Error(`${name} is started by nobody`));
  // What one depends on is in a layer before its own.
  for (const instance of layers.flat()) {
    const before = instance.dependsOn.map((name) => answers({ name }));
    // Where one fails, those that depend on it fail with the same error, which is told once.
    const started = Promise.all([ready(instance), ...before]).then(() =>
      startApplication(hosts, instance, signal),
    );
    answering.set(instance.name, started);
  }
  await all(
    layers.map(async (layer) => {
      await all(layer.map(answers));
      progress(`applications: ${layer.map(({ name }) => name).join(', ')} answer after ${elapsed()}`);
    }),
  );
}

/** What no readiness command ends with. */
const NOT_STARTED = 90;

/** Starts one application and waits until it answers; its journal's last lines go with a failure. */
export async function startApplication(
  hosts: ApplicationHosts,
  instance: InstanceDeclaration,
  signal: AbortSignal,
): Promise<void> {
  const { deadline } = hosts.environment.startup.application;
  const host = hosts.host(instance.name);
  const unit = unitOf(instance);
  try {
    // In one command, since each is a log-in for the host, which has the program to start.
    const command = `${startCommand(unit)} || exit ${String(NOT_STARTED)}\n${readinessWithPatience(hosts.environment, instance)}`;
    // A start that needs all of its time is still asked.
    const timeout = milliseconds(deadline + PATIENCE);
    const result = await host.run(command, { signal, timeout, sudo: true });
    if (result.code === NOT_STARTED) throw new CommandFailed(instance.name, startCommand(unit), result);
    if (result.code !== 0) await untilAnswers(hosts, instance, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const lines = await readJournal(host, { unit, lines: 20 }, AbortSignal.timeout(seconds(20))).catch(
      (reason: unknown) => `no journal: ${String(reason)}`,
    );
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${instance.name}: ${unit} did not start: ${message}\n${lines.trim()}`, { cause: error });
  }
}

/** Until the application answers its probes on its own host; gives up when its unit has failed. */
export async function untilAnswers(
  hosts: ApplicationHosts,
  instance: InstanceDeclaration,
  signal: AbortSignal,
): Promise<void> {
  const host = hosts.host(instance.name);
  const unit = unitOf(instance);
  const command = readinessWithPatience(hosts.environment, instance);
  await waitUntil({
    subject: `${instance.name} to answer`,
    deadline: hosts.environment.startup.application.deadline,
    interval: milliseconds(200),
    attempt: seconds(20),
    signal,
    observe: async (attempt) => {
      const { code, stdout } = await host.run(command, { signal: attempt, timeout: seconds(20) });
      if (code === 0) return { value: true };
      const { ActiveState: active, Result: result } = await unitState(host, unit, { signal: attempt });
      if (active === 'failed') return { hopeless: `${unit} failed (${result ?? 'unknown'})` };
      return { seen: `${unit} is ${active ?? 'unknown'}; ${excerptOf(stdout.trim(), 200)}` };
    },
  });
}

/** Every application cleanly, in the reverse order of starting. */
export async function stopApplications(hosts: ApplicationHosts, signal: AbortSignal): Promise<void> {
  for (const layer of [...startLayers(hosts.environment.instances)].reverse()) {
    await all(
      layer.filter(isService).map((instance) => {
        return stopUnit(hosts.host(instance.name), unitOf(instance), minutes(2), signal);
      }),
    );
  }
}
