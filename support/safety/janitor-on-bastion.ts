import { readFileSync } from 'node:fs';
import { fromInstanceMetadata } from '@smithy/credential-provider-imds';
import { z } from 'zod';
import { connectCloud } from '../cloud/connect-cloud';

/** Where contextualization tells the bastion which environment it serves, and how the cloud is reached from there. */
const FACTS = '/etc/firedrill/janitor.json';

const facts = z.object({ environment: z.string(), endpoint: z.string(), region: z.string() });

/**
 * The janitor as the bastion's timer runs it, bundled into one file: one pass over the tags of the environment's
 * resources, with the credentials of the bastion's instance profile. What it does goes to the journal.
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
    for (const line of await cloud.leases.sweep(AbortSignal.timeout(60_000)))
      process.stdout.write(`${line}\n`);
  } finally {
    cloud.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
