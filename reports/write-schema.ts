import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runRecord } from './run-record';

/** Writes the published schema of `run.json`; a test holds the file and the code together. */
export function runSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(runRecord), undefined, 2)}\n`;
}

if (require.main === module) writeFileSync(join(__dirname, 'run.schema.json'), runSchema());
