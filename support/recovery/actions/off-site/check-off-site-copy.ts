import { minutes } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { lastUntil, offSiteCopies, restic, RESTIC } from './off-site-store';

/** Reads every byte of the off-site store and checks it against its hash, and says which copy is the last. */
export const checkOffSiteCopy = action({
  name: 'check-off-site-copy',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `${RESTIC} check --read-data`),
    onInstance(target, `${RESTIC} snapshots --host ${environment.name}`),
  ],
  async run(_, context, signal) {
    const { facts, keep } = context;
    const options = { signal, timeout: minutes(60) };
    const said = await restic(context, ['check', '--read-data'], options);
    keep('off-site-check', said);
    // It ends with 0 only when there are none; these are its words for it.
    if (!said.includes('no errors were found'))
      throw new Error(`restic check did not say so: ${said.trim()}`);
    const last = lastUntil(await offSiteCopies(context, options), undefined, 'copy off site');
    if (facts.archive !== undefined && last.set !== facts.archive.set)
      throw new Error(`the last copy is of ${last.set}, not of ${facts.archive.set}`);
    return `every byte is as it was stored; the last copy is ${last.id.slice(0, 8)}, ${last.set} of ${last.takenAt}`;
  },
});
