import { z } from 'zod';
import { action } from '../action';
import { archiveOfBefore } from '../archives/archive-of-before';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { incoming } from './old-host';
import { snapshotDataVolumes } from '../archives/snapshot-data-volumes';

/**
 * Archives the environment as it is before a migration, all volumes in one moment. Once the target, which is the first to be
 * given something, has got it, the archive of before is looked for instead.
 */
export const snapshotBeforeMigration = action({
  name: 'snapshot-before-migration',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, facts) => [
    onInstance(
      facts.target,
      `ls -d ${incoming(facts.environment, facts.target)}  # where it is there, a migration was begun: take no other archive`,
    ),
    ...snapshotDataVolumes.commands({ instances: instances.join(' ') }, facts),
  ],
  run: ({ instances }, context, signal) => {
    const folder = incoming(context.environment, context.target);
    return archiveOfBefore({ instances, folder, what: 'a migration' }, context, signal);
  },
});
