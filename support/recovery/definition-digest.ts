import { createHash } from 'node:crypto';
import type { DrillDefinition } from './catalogue';

/** Of what a drill does: its scenario and its runbooks with all parameters. SHA-256, hexadecimal. */
export function definitionDigest({ scenario, runbook, before }: DrillDefinition): string {
  return createHash('sha256')
    .update(JSON.stringify([scenario, runbook, before]))
    .digest('hex');
}
