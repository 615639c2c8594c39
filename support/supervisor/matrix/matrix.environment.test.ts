import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { progressTo } from '../progress';
import { CHECKOUT, STATE_FOLDER } from '../settings';
import { allCases, sampleOf } from './cases';
import { caseTimes } from './case-times';
import { runMatrix } from './run-matrix';

// As many cases as there are faults, so that each has one; `npm run matrix` has all of them.

const SLOTS = 3;
const CASES = 14;
const times = caseTimes(10);
const progress = progressTo(process.stderr);

after(() => {
  for (let slot = 1; slot <= SLOTS; slot += 1) {
    const file = join(STATE_FOLDER, `matrix-${String(slot)}`, 'environment.yaml');
    spawnSync(process.execPath, ['support/supervisor/firedrill.js', 'down', file], { cwd: CHECKOUT });
  }
});

const isRoot = process.getuid?.() === 0;
const skip = isRoot ? false : 'only root may mount the small file systems that stand for a full disk';

void test(
  'whatever dies at whatever step of a lease, nothing stays, and recover makes it whole',
  { skip },
  async () => {
    const cases = sampleOf(allCases(times.leaseSeconds), CASES, 1);
    const kinds = (key: (one: (typeof cases)[number]) => string): number => new Set(cases.map(key)).size;
    assert.deepEqual([kinds(({ order }) => order.name), kinds(({ event }) => event)], [CASES, 10]);
    const results = await runMatrix({
      ...{ cases, slots: SLOTS, times, limitMs: Infinity, progress },
      signal: new AbortController().signal,
      onResult: ({ name }) => progress(name),
    });
    assert.equal(results.length, CASES);
    assert.deepEqual(
      results.flatMap(({ name, leaks, problem }) =>
        leaks.length === 0 && problem === undefined ? [] : [{ name, leaks, problem }],
      ),
      [],
    );
  },
);
