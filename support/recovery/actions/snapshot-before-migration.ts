import { z } from 'zod';
import { archivesOf } from '../../environment/archives';
import { asRoot } from '../../faults/as-root';
import { quote } from '../../hosts/shell';
import { action } from './action';
import { onInstance } from './commands';
import { instanceNames } from './instance-names';
import { lastUntil } from './off-site-store';
import { incoming } from './old-host';
import { snapshotDataVolumes } from './snapshot-data-volumes';

/**
 * Archives the environment as it is before a migration, all volumes in one moment. Once the target, which is the first to be
 * given something, has got it, the archive of before is looked for instead: one of a migration that was cut short would be the
 * last of the day, and the way back would lead to it.
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
  async run({ instances }, context, signal) {
    const { environment, target, host, cloud, facts } = context;
    const folder = incoming(environment, target);
    const begun = await asRoot(host(target), `stat --format %.3W ${quote(folder)} 2>/dev/null || true`, {
      signal,
    });
    if (begun.trim() === '')
      return snapshotDataVolumes.run({ instances: instances.join(' ') }, context, signal);
    const at = new Date(Number(begun) * 1000);
    const archives = archivesOf(await cloud.snapshots.find({}, signal)).filter(
      ({ good, instances: of }) => good && instances.every((name) => of.includes(name)),
    );
    const archive = lastUntil(archives, at, `good archive of ${instances.join(', ')}`);
    facts.archive = archive;
    return `a migration was begun at ${at.toISOString()}: the way back is ${archive.set} of ${archive.takenAt}`;
  },
});
