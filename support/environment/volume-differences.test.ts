import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hours } from '../drill/time';
import { volumeDifferences, type VolumeFacts } from './volume-differences';

const MIB = 1024 ** 2;
const declared = { sizeGiB: 1, used: 0.8, dailyGrowth: 100 * MIB, archived: hours(26) };
const well: VolumeFacts = {
  sizeGiB: 1,
  fileSystem: { size: 960 * MIB, used: 200 * MIB },
  archive: { set: 'archive-1', age: hours(20), used: 150 * MIB },
};
const differences = (facts: Partial<VolumeFacts>) => volumeDifferences(declared, { ...well, ...facts });

void test('a volume that is as declared has no difference', () => {
  assert.deepEqual(differences({}), []);
});

void test('another size, and a file system that was not grown with it, are named', () => {
  assert.deepEqual(differences({ sizeGiB: 2 }), [
    'its size is 2 GiB instead of 1 GiB',
    'its file system has 960 MiB of 2 GiB',
  ]);
});

void test('a volume that is fuller than its bound is named', () => {
  const fileSystem = { size: 960 * MIB, used: 800 * MIB };
  const archive = { set: 'archive-1', age: hours(1), used: 790 * MIB };
  assert.deepEqual(differences({ fileSystem, archive }), ['83 % of it are used; bounded by 80 %']);
});

void test('an archive that is too old, and none at all, are named; where none is asked for they are not', () => {
  const none = { sizeGiB: well.sizeGiB, fileSystem: well.fileSystem };
  assert.deepEqual(volumeDifferences(declared, none), ['no good archive has it']);
  assert.deepEqual(differences({ archive: { set: 'archive-1', age: hours(27), used: 150 * MIB } }), [
    'its last good archive, archive-1, is 27 h old; expected 26 h at most',
  ]);
  const unarchived = { sizeGiB: 1, used: 0.8, dailyGrowth: 100 * MIB };
  assert.deepEqual(volumeDifferences(unarchived, none), []);
});

void test('growth counts from the last archive, and a short time for a whole day', () => {
  const archive = (age: number) => ({ set: 'archive-1', age: hours(age), used: 50 * MIB });
  const grown = ['it has grown by 150 MiB since archive-1; expected 100 MiB a day at most'];
  assert.deepEqual(differences({ archive: archive(1) }), grown);
  assert.deepEqual(
    volumeDifferences({ ...declared, archived: hours(100) }, { ...well, archive: archive(48) }),
    [],
  );
  assert.deepEqual(
    differences({ archive: { set: 'archive-1', age: hours(1) } }),
    [],
    'an older archive tells no usage',
  );
});
