import { readFileSync } from 'node:fs';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import { z } from 'zod';
import { connectCloud } from '../cloud/connect-cloud';

/** Where contextualization tells the bastion which environment it serves, and how the cloud is reached from there. */
const FACTS = '/etc/firedrill/janitor.json';

const facts = z.object({ environment: z.string(), endpoint: z.string(), region: z.string() });

/** As long as a lease is held it is looked this often, by the process that is there already. */
const LOOK_MILLISECONDS = 500;
/** Then the timer starts another: nothing runs for ever. */
const LONGEST_MILLISECONDS = 10 * 60_000;

/**
 * The janitor as the bastion's timer runs it, bundled into one file: it passes over the tags of the environment's
 * resources, with the credentials of the bastion's instance profile, and stays while there is a lease that may run out.
 * What it does goes to the journal.
 */
async function main(): Promise<void> {
  const { environment, endpoint, region } = facts.parse(JSON.parse(readFileSync(FACTS, 'utf8')));
  const cloud = connectCloud({
    environment,
    endpoint,
    region,
    credentials: fromInstanceMetadata({ timeout: 2000, maxRetries: 2 }),
  });
  try {
    const until = performance.now() + LONGEST_MILLISECONDS;
    let held: number;
    do {
      const signal = AbortSignal.timeout(60_000);
      for (const line of await cloud.leases.sweep(signal)) process.stdout.write(`${line}\n`);
      held = (await cloud.leases.find(signal)).filter(({ state }) => state === 'held').length;
      if (held > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    } while (held > 0 && performance.now() < until);
  } finally {
    cloud.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
