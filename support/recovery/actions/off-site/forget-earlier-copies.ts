import { minutes } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { offSiteCopies, restic, RESTIC } from './off-site-store';

/**
 * Has restic forget all copies of the archive but the one that was stored last, and what nothing needs any more: an earlier
 * one may lack what was damaged.
 */
export const forgetEarlierCopies = action({
  name: 'forget-earlier-copies',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    onInstance(target, `${RESTIC} snapshots --host ${environment.name} --tag "$set"`),
    onInstance(target, `${RESTIC} forget --prune "$earlier"`) + '  # each but the one of the step before',
  ],
  async run(_, context, signal) {
    const { archive, copy } = context.facts;
    if (archive === undefined || copy === undefined)
      throw new Error('no earlier step has copied an archive off site');
    const options = { signal, timeout: minutes(60) };
    const copies = (await offSiteCopies(context, options)).filter(({ set }) => set === archive.set);
    const earlier = copies.filter(({ id }) => !id.startsWith(copy));
    if (earlier.length === copies.length) throw new Error(`the copy ${copy} is not off site`);
    if (earlier.length === 0) return `there is one copy of ${archive.set}`;
    await restic(context, ['forget', '--prune', ...earlier.map(({ id }) => id)], options);
    return `forgotten of ${archive.set}: ${earlier.map(({ id }) => id.slice(0, 8)).join(', ')}; kept: ${copy.slice(0, 8)}`;
  },
});
