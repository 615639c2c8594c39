import { readFileSync } from 'node:fs';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import { z } from 'zod';
import { connectCloud } from '../cloud/connect-cloud';

/** Where contextualization tells the bastion which environment it serves, and how the cloud is reached from there. */
const FACTS = '/etc/firedrill/janitor.json';

const facts = z.object({
  environment: z.string(),
  endpoint: z.string(),
  region: z.string(),
  /** Seconds between two looks while no lease is held: `safety.janitor` of the environment file. */
  interval: z.coerce.number().positive(),
});

/** As long as a lease is held it is looked this often. */
const HELD_MILLISECONDS = 500;
/** Then the timer starts another: nothing runs for ever, and what the facts say now is read. */
const LONGEST_MILLISECONDS = 10 * 60_000;

/**
 * The janitor as the bastion's timer runs it, bundled into one file: it passes over the tags of the environment's
 * resources, with the credentials of the bastion's instance profile, and stays to look again: to start a program anew for
 * each look costs a small bastion far more than the look. One that ends early, by an error or by force, is started by the
 * timer. What it does goes to the journal.
 */
async function main(): Promise<void> {
  const { environment, endpoint, region, interval } = facts.parse(JSON.parse(readFileSync(FACTS, 'utf8')));
  const cloud = connectCloud({
    environment,
    endpoint,
    region,
    credentials: fromInstanceMetadata({ timeout: 2000, maxRetries: 2 }),
  });
  try {
    const until = performance.now() + LONGEST_MILLISECONDS;
    while (performance.now() < until) {
      const signal = AbortSignal.timeout(60_000);
      for (const line of await cloud.leases.sweep(signal)) process.stdout.write(`${line}\n`);
      const held = (await cloud.leases.find(signal)).some(({ state }) => state === 'held');
      const pause = held ? HELD_MILLISECONDS : interval * 1000;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  } finally {
    cloud.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
