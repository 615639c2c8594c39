import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessName } from '../../drill/journal/journal-record';
import { TARGET, type MatrixEvent } from './cases';
import { FILLER, reopenSsh, SSH_TABLE, takeAwayFiller } from './event-leftovers';
import type { Slot } from './slot';

/** The two processes of a case. */
export interface CaseProcesses {
  readonly supervisor: ProcessName;
  readonly cucumber: ProcessName;
}

type Survivor = keyof CaseProcesses;

/** What an event did, besides to the processes. */
export interface AppliedEvent {
  /** Processes that go on: whoever stands still among them is let go on after the event. */
  readonly survivors: readonly Survivor[];
  /** Takes away what the event itself has left, once it was seen that the fault is gone. */
  undo(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;
const kill = ({ pid }: ProcessName): void => void process.kill(pid, 'SIGKILL');
const signal = (): AbortSignal => AbortSignal.timeout(60_000);

/** Root's shell that takes the last free byte of a mounted file system, as a process does that nobody watches. */
const fill = (mount: string): string => `
mountpoint -q ${mount} || exit 0
until [ "$(stat -f -c %f ${mount})" -lt 32 ]; do
  size=$(stat -c %s ${mount}/${FILLER} 2>/dev/null || echo 0)
  fallocate -o "$size" -l $(($(stat -f -c '%f * %S' ${mount}) * 9 / 10)) ${mount}/${FILLER} || break
done
dd if=/dev/zero of=${mount}/${FILLER} bs=4k oflag=append conv=notrunc,fsync status=none 2>/dev/null
dd if=/dev/zero of=${mount}/${FILLER} bs=1 count=65536 oflag=append conv=notrunc,fsync status=none 2>/dev/null
exit 0`;

async function fillOnTarget(slot: Slot, mount: string): Promise<AppliedEvent> {
  // Where the target is gone, or its disk, nothing can be full.
  await slot.onTarget(fill(mount)).catch(() => undefined);
  return {
    // Nobody is left but the host itself, on its full disk.
    survivors: [],
    undo: () => slot.onTarget(takeAwayFiller(mount)).then(nothing, nothing),
  };
}

/** Makes the event happen, while the case's cucumber stands still at its step. */
export async function applyEvent(
  event: MatrixEvent,
  slot: Slot,
  processes: CaseProcesses,
  killCloud: () => Promise<void>,
): Promise<AppliedEvent> {
  const { supervisor, cucumber } = processes;
  const both: readonly Survivor[] = ['supervisor', 'cucumber'];
  switch (event) {
    case 'supervisor-killed':
      kill(supervisor);
      return { survivors: ['cucumber'], undo: nothing };
    case 'cucumber-killed':
      kill(cucumber);
      return { survivors: ['supervisor'], undo: nothing };
    case 'both-killed':
      kill(supervisor);
      kill(cucumber);
      return { survivors: [], undo: nothing };
    case 'ssh-cut': {
      const chain = (hook: string, port: string): string =>
        `chain ${hook} { type filter hook ${hook} priority -300; tcp ${port} 22 drop; }`;
      const table = `table inet ${SSH_TABLE} { ${chain('input', 'dport')} ${chain('output', 'sport')} }`;
      // Neither those who are connected nor anybody new: the packets are dropped, and sshd is stopped with its sessions.
      const cut = `echo '${table}' | nft -f -; systemctl stop ssh.service; pkill -KILL -x sshd`;
      await slot.onTarget(`${cut}; exit 0`).catch(() => undefined);
      return {
        survivors: both,
        undo: () => slot.onTarget(reopenSsh).then(nothing, nothing),
      };
    }
    case 'target-rebooted':
    case 'target-powered-off':
      await powerOf(slot, event);
      return { survivors: both, undo: nothing };
    case 'cloud-killed':
      await killCloud();
      return { survivors: both, undo: nothing };
    case 'data-disk-full':
    case 'root-disk-full': {
      const applied = await fillOnTarget(slot, event === 'data-disk-full' ? '/srv/ldap' : '/');
      kill(supervisor);
      kill(cucumber);
      return applied;
    }
    case 'harness-disk-full': {
      const filler = join(slot.reports, FILLER);
      fillHere(filler);
      return { survivors: both, undo: async () => rmSync(filler, { force: true }) };
    }
  }
}

async function powerOf(
  { cloud: { instances } }: Slot,
  event: 'target-rebooted' | 'target-powered-off',
): Promise<void> {
  const found = await instances.find({ Name: TARGET }, signal());
  const target = found.find(({ state }) => state === 'running');
  if (target === undefined) return;
  if (event === 'target-rebooted') await instances.reboot(target.id, signal());
  else await instances.stop(target.id, 'cut', signal());
}

function fillHere(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = size > 4096 ? 4096 : size > 1 ? 1 : 0) {
      const block = Buffer.alloc(size);
      try {
        for (;;) writeSync(descriptor, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
