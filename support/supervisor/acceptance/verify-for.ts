import { join, resolve } from 'node:path';
import { verifyPack, type Verification } from '../../../reports/acceptance/verify-pack';
import type { Milliseconds } from '../../drill/time';
import { renderConfiguration, revisionOf } from '../../environment/configuration';
import type { Environment } from '../../environment/environment';
import { readAcceptanceFile } from '../../recovery/catalogue/acceptance-file';
import { readDrills } from '../drills';
import { CHECKOUT } from '../settings';

/** Who may sign as what: in the checkout, so that a change of it is reviewed. */
export const ALLOWED_SIGNERS = join('scenarios', 'allowed_signers');

export interface VerifyFor {
  /** The environment that the pack must be for, as its file declares it now; any where it is absent. */
  readonly environment?: Environment | undefined;
  /** Its name, where it has no file here. */
  readonly name?: string | undefined;
  /** The `allowed_signers` file; the checkout's unless told. */
  readonly signers?: string | undefined;
  readonly notOlderThan?: Milliseconds | undefined;
  readonly now: Date;
}

/** Verifies a pack by what this checkout says of acceptance: ages, roles and who may sign. */
export function verifyFor(
  pack: string,
  { environment, name, signers, notOlderThan, now }: VerifyFor,
): Promise<Verification> {
  const file = readAcceptanceFile(
    CHECKOUT,
    readDrills().drills.map(({ scenario }) => scenario.id),
  );
  const target = environment?.name ?? name;
  return verifyPack(resolve(pack), {
    now,
    ...(target === undefined ? {} : { for: target }),
    ...(environment === undefined ? {} : { revision: revisionOf(renderConfiguration(environment)) }),
    maxAgeMs: notOlderThan ?? file.notOlderThan.pack,
    roles: file.roles,
    allowedSigners: signers === undefined ? join(CHECKOUT, ALLOWED_SIGNERS) : resolve(signers),
  });
}
