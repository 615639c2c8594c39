import { minutes } from '../../../drill/time';
import { action } from '../action';
import { onInstance } from '../commands';
import { noParameters } from '../no-parameters';
import { restic, RESTIC } from './off-site-store';

/** Has restic write its index anew of the packs that are there, so that it knows what it has to store again. */
export const rebuildOffSiteIndex = action({
  name: 'rebuild-off-site-index',
  parameters: noParameters,
  commands: (_, { target }) => [onInstance(target, `${RESTIC} rebuild-index`)],
  async run(_, context, signal) {
    const said = await restic(context, ['rebuild-index'], { signal, timeout: minutes(60) });
    return said.trim().split('\n').at(-1) ?? '';
  },
});
