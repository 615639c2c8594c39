import { createHash } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** The same ids for the same trace, so that one which is exported twice is the same one and not another. */
export function idsOf(trace: string): IdGenerator {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  let spans = 0;
  return {
    generateTraceId: () => digest(trace).slice(0, 32),
    generateSpanId: () => digest(`${trace} ${String(spans++)}`).slice(0, 16),
  };
}
