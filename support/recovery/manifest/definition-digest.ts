import { createHash } from 'node:crypto';
import type { DrillDefinition } from '../catalogue/catalogue';

/** Of what a drill does: its scenario and its runbooks with all parameters. SHA-256, hexadecimal. */
export function definitionDigest({ scenario, runbook, before, due }: DrillDefinition): string {
  return createHash('sha256')
    .update(
      JSON.stringify(due === undefined ? [scenario, runbook, before] : [scenario, runbook, before, due]),
    )
    .digest('hex');
}
