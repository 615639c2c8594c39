import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import type { NightDrill } from './night-order';

/** A drill with the digest of what defines it: its scenario, the runbooks with all parameters, and its feature's file. */
export function nightDrill(
  root: string,
  { scenario, runbook, before, feature }: DrillDefinition,
): NightDrill {
  const defines = JSON.stringify([scenario, runbook, before, readFileSync(join(root, feature.file), 'utf8')]);
  return { id: scenario.id, digest: createHash('sha256').update(defines).digest('hex') };
}
