import type { ReadBack } from '../../drill/history';
import { counted, verdict, type Checker } from './checker';

const NAME = 'seed-content-intact';

/** Every item of the seed content that was read again is there with its bytes, and some was read. */
export const seedContentIntact: Checker = {
  name: NAME,
  check: ({ readback }) => {
    const seed = readback.filter(({ origin }) => origin === 'seed');
    const labels = (found: ReadBack['found']): readonly string[] =>
      seed
        .filter((each) => each.found === found)
        .map(({ application, id, key }) => `${application}:${id || key}`);
    const ids = { lost: labels('absent'), corrupted: labels('corrupted'), unaccounted: labels('unreadable') };
    const measures = {
      items: seed.length,
      lost: ids.lost.length,
      corrupted: ids.corrupted.length,
      unaccounted: ids.unaccounted.length,
    };
    if (seed.length === 0) return verdict(NAME, 'unknown', 'No seed content was read again.', measures, ids);
    if (measures.lost + measures.corrupted > 0) {
      const reason = `Of ${counted(seed.length, 'seeded item')}: ${measures.lost} lost, ${measures.corrupted} corrupted, ${measures.unaccounted} unreadable.`;
      return verdict(NAME, 'missed', reason, measures, ids);
    }
    if (measures.unaccounted > 0) {
      const reason = `Of ${counted(seed.length, 'seeded item')}, ${measures.unaccounted} could not be read.`;
      return verdict(NAME, 'unknown', reason, measures, ids);
    }
    return verdict(NAME, 'met', `All ${counted(seed.length, 'seeded item')} are intact.`, measures, ids);
  },
};
