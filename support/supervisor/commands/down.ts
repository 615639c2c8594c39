import { Command } from 'commander';
import { EmbeddedCloud } from '../../../fixtures/cloud/embedded-cloud';
import { connectCloud } from '../../cloud/connect-cloud';
import { cloudAccess } from '../../environment/cloud-access';
import type { Environment } from '../../environment/environment';
import { environmentsUp, readEnvironmentState } from '../../environment/environment-state';
import type { EnvironmentAccess } from '../../environment/open-environment';
import { removeEnvironment } from '../../environment/remove-environment';
import { protectionOf } from '../../safety/protection';
import { takeLock } from '../environment/bring-up';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { onInterruption } from '../command-line/interruption';
import { confirmation } from '../operation/confirmation';
import { during, progressTo } from '../output/progress';
import { CLOUD_NAME, STATE_FOLDER } from '../settings';

interface DownOptions {
  readonly confirm?: string;
}

export function downCommand(): Command {
  return new Command('down')
    .description('end an environment; the embedded cloud stops with the last one, images are kept')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--confirm <name>', "the environment's name, without which a protected one stays")
    .addHelpText(
      'after',
      `
All of it is removed, with its volumes, snapshots and archives; its images, keys and passwords stay.

Examples:
  firedrill down
  firedrill down production --confirm production`,
    )
    .action(async (chosen: string, { confirm }: DownOptions) => {
      const progress = progressTo(process.stdout);
      const { environment } = chooseEnvironment(chosen);
      const { name } = environment;
      const embedded = environment.cloud.endpoint === 'embedded';
      // Taking an environment down starts nothing: where the embedded cloud does not run, nothing of it is up.
      const cloud = embedded ? await EmbeddedCloud.find(CLOUD_NAME) : undefined;
      if (embedded && cloud === undefined) {
        progress(`${name} is not up`);
        return;
      }
      const access = cloudAccess(environment, STATE_FOLDER);
      const { signal } = onInterruption();
      const lock = takeLock(name, `down ${name}`);
      try {
        await refuseUnconfirmed(environment, access, confirm, signal);
        await removeEnvironment(name, access, progress, signal);
      } finally {
        lock.release();
      }
      const others = environmentsUp(STATE_FOLDER);
      if (others.length > 0) progress(`the embedded cloud goes on: ${others.join(', ')} is up`);
      else if (cloud !== undefined) await during(progress, 'Stopping the embedded cloud', () => cloud.stop());
    });
}

/** Throws where the environment is protected and was not named, or another one was. It asks the cloud, and changes nothing. */
async function refuseUnconfirmed(
  environment: Environment,
  { connection, stateFolder }: EnvironmentAccess,
  confirm: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { name } = environment;
  const state = readEnvironmentState(stateFolder, name);
  const cloud = connectCloud({ ...connection, environment: name });
  try {
    const isProtected = (await protectionOf({ environment, state, cloud }, signal)).length > 0;
    const asked = { command: 'down', environment: name, isProtected, destructive: true, confirm };
    // What is not protected goes without a question: it is provisioned anew with one command.
    const found = confirmation({ ...asked, yes: true, terminal: false });
    if (found.is === 'refused') throw new Error(found.why);
  } finally {
    cloud.close();
  }
}
