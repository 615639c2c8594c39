import { z } from 'zod';
import { all } from '../../../environment/turns';
import { asRoot } from '../../../hosts/as-root';
import { unitState } from '../../../hosts/unit-state';
import { action } from '../action';
import { onInstance } from '../commands';
import { instanceNames } from '../instance-names';
import { archiveMount, offSiteCopies, restic, RESTIC } from './off-site-store';

/** Which holds a data volume still: `firedrill-freeze` of the base image. */
const FREEZE_UNIT = 'firedrill-freeze.service';
const MOUNTS = archiveMount('').slice(0, -1);
const mounted = `findmnt --list --noheadings --output TARGET | grep '^${MOUNTS}/' || true`;
const running = 'pgrep --exact --list-name restic || true';
/** Neither takes a lock nor needs room on the way. */
const LOCKS = ['list', 'locks', '--no-lock', '--no-cache'];

/**
 * Sees that a copy off site which failed has left nothing half done: on the target, the bastion, no restic and nothing that it
 * mounted; in the off-site store no lock, and the copies from before; in the cloud no volume that was made for it; and none of
 * these instances' volumes held still.
 */
export const checkNothingHalfCopied = action({
  name: 'check-nothing-half-copied',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, { environment, target }) => [
    onInstance(target, 'pgrep --exact --list-name restic'),
    onInstance(target, `findmnt --list | grep ${MOUNTS}/`),
    onInstance(target, [RESTIC, ...LOCKS].join(' ')),
    onInstance(target, `${RESTIC} snapshots --no-lock --no-cache --host ${environment.name}`),
    `aws ec2 describe-volumes --filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:firedrill:volume,Values=restored --query 'Volumes[].[VolumeId,State]'`,
    ...instances.map((name) => onInstance(name, `systemctl is-active ${FREEZE_UNIT}`)),
  ],
  async run({ instances }, context, signal) {
    const { target, cloud, host } = context;
    const inOneLine = (text: string): string => text.trim().split('\n').join(', ');
    const programs = inOneLine(await asRoot(host(target), running, { signal }));
    const mounts = inOneLine(await asRoot(host(target), mounted, { signal }));
    const locks = inOneLine(await restic(context, LOCKS, { signal }));
    const copies = await offSiteCopies(context, { signal }, ['--no-lock', '--no-cache']);
    const volumes = await cloud.volumes.find({ 'firedrill:volume': 'restored' }, signal);
    const states = await all(
      instances.map(async (name) => ({
        name,
        state: (await unitState(host(name), FREEZE_UNIT, { signal })).ActiveState,
      })),
    );
    const held = states.filter(({ state }) => state !== 'inactive').map(({ name }) => name);
    const found = [
      programs === '' ? '' : `on ${target} there still runs ${programs}`,
      mounts === '' ? '' : `on ${target} there still is mounted ${mounts}`,
      locks === '' ? '' : `the off-site store is locked by ${locks}`,
      copies.length === 0 ? 'the off-site store has no copy any more' : '',
      volumes.length === 0 ? '' : `volumes are left: ${volumes.map(({ id }) => id).join(', ')}`,
      held.length === 0 ? '' : `volumes are held still on ${held.join(', ')}`,
    ].filter(Boolean);
    if (found.length > 0) throw new Error(found.join('; '));
    const last = copies.at(-1);
    return `nothing runs, is mounted, locked or held still, no volume is left, and the last of ${String(copies.length)} copies off site is of ${last?.set ?? ''}`;
  },
});
