import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { writeNightFile } from '../support/recovery/run/night-file';
import plugin from './night-order.plugin';

interface Pickled {
  readonly pickle: { readonly tags: readonly { readonly name: string }[] };
}
type Order = (pickles: readonly Pickled[]) => readonly Pickled[];

describe('the order of drills that cucumber is given', () => {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    const reports = mkdtempSync(join(tmpdir(), 'night-order-'));
    Object.assign(process.env, { FIREDRILL_REPORTS: reports, FIREDRILL_RUN: 'tonight' });
    folder = join(reports, 'tonight');
    mkdirSync(folder);
  });
  afterEach(() => {
    rmSync(join(folder, '..'), { recursive: true });
    process.env = { ...before };
  });

  const pickles = ['a', 'b', 'c', 'd'].map((id) => ({
    pickle: { tags: [{ name: '@jira' }, { name: `@scenario:${id}` }] },
  }));
  const ordered = (): readonly string[] => {
    let order: Order | undefined;
    const transform = (_key: string, handler: Order): void => void (order = handler);
    void plugin.coordinator({ transform } as unknown as Parameters<typeof plugin.coordinator>[0]);
    assert.ok(order);
    return order(pickles).map(({ pickle }) => pickle.tags[1]?.name ?? '');
  };

  it("is the night's, with what it does not name at the end", () => {
    const order = ['c', 'd', 'a'].map((id) => ({ id, digest: '', because: 'drawn' }));
    writeNightFile(folder, { environment: 'staging', seed: 1, order });
    assert.deepEqual(ordered(), ['@scenario:c', '@scenario:d', '@scenario:a', '@scenario:b']);
  });

  it('stays as it is in a run that is no night, and where half a file is', () => {
    const asTheyAre = ['@scenario:a', '@scenario:b', '@scenario:c', '@scenario:d'];
    assert.deepEqual(ordered(), asTheyAre);
    writeFileSync(join(folder, 'night.json'), '{"version": 1, "environ');
    assert.deepEqual(ordered(), asTheyAre);
  });
});
