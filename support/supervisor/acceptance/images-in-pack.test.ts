import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Decision } from '../../../reports/acceptance/decision';
import { imageProblems } from './images-in-pack';

const pack = mkdtempSync(join(tmpdir(), 'images-in-pack-'));
after(() => rmSync(pack, { recursive: true }));

/** What does not speak for ami-2, of a pack whose drills had these images of Confluence. */
function problems(images: readonly (string | undefined)[], environment = 'staging'): readonly string[] {
  const drills = images.map((image, index) => {
    const drill = `drill-${String(index + 1)}`;
    mkdirSync(join(pack, 'evidence', drill), { recursive: true });
    const manifest = image === undefined ? {} : { images: { confluence: image, jira: 'ami-9' } };
    writeFileSync(join(pack, 'evidence', drill, 'manifest.json'), JSON.stringify(manifest));
    return { drill };
  });
  const expected = { environment: 'staging', instance: 'confluence', image: 'ami-2' };
  return imageProblems(pack, { environment, drills } as unknown as Decision, expected);
}

void test('a pack speaks for the image that each of its drills was done on', () => {
  assert.deepEqual(problems(['ami-2', 'ami-2']), []);
});

void test('it does not where some of them were done on another, or do not tell', () => {
  assert.deepEqual(problems(['ami-2', 'ami-1', 'ami-1', 'ami-1', 'ami-1', undefined]), [
    'its drills ran confluence of ami-1, and not of ami-2: drill-2, drill-3, drill-4 and 1 more',
    'its drills ran confluence of an image that they do not tell, and not of ami-2: drill-6',
  ]);
});

void test('it does not where they were done on another environment', () => {
  assert.deepEqual(problems(['ami-2'], 'rehearsal'), [
    'its drills were done on rehearsal, and not on staging',
  ]);
});
