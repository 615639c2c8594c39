import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../settings';

/** Leases of the matrix: short, so that a case does not take long. */
export interface SlotTimes {
  readonly leaseSeconds: number;
  readonly heartbeatSeconds: number;
  readonly janitorSeconds: number;
  /** How much earlier than its lease a stopped target is started again. */
  readonly bootSeconds: number;
}

/** 10.81.0.0/16, 10.82.0.0/16, …: staging has 10.71. */
const FIRST_NETWORK = 81;

/** The environment file of a slot: the template's, with the slot's name, network and times. */
export function slotEnvironmentText(
  slot: number,
  { leaseSeconds, heartbeatSeconds, janitorSeconds, bootSeconds }: SlotTimes,
): string {
  const values: Readonly<Record<string, string>> = {
    slot: String(slot),
    network: String(FIRST_NETWORK + slot - 1),
    lease: `${String(leaseSeconds)}s`,
    heartbeat: `${String(heartbeatSeconds)}s`,
    janitor: `${String(janitorSeconds)}s`,
    boot: `${String(bootSeconds)}s`,
  };
  return readFileSync(join(CHECKOUT, 'fixtures/matrix/environment.template.yaml'), 'utf8').replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => values[name] ?? '',
  );
}
