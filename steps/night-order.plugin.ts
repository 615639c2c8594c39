import type { Plugin } from '@cucumber/cucumber/api';
import { readNightFile } from '../support/recovery/run/night-file';
import { runSettings } from './run-settings';

/** Drills of a night come in the order that is in the run's folder; others, and what that does not name, stay as they are. */
const plugin: Plugin = {
  type: 'plugin',
  coordinator({ transform }) {
    transform('pickles:order', (pickles) => {
      const order = readNightFile(runSettings().runFolder)?.order;
      if (order === undefined) return pickles;
      const place = new Map(order.map(({ id }, index) => [`@scenario:${id}`, index]));
      const placeOf = ({ pickle }: (typeof pickles)[number]): number =>
        Math.min(...pickle.tags.map(({ name }) => place.get(name) ?? order.length));
      return [...pickles].sort((a, b) => placeOf(a) - placeOf(b));
    });
  },
};
export default plugin;
