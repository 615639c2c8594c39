import { asLeaseId, type LeaseEnd, type LeaseId, type LeaseTerms } from '../../drill/lease';
import { seconds, type Milliseconds } from '../../drill/time';
import { mustRun, type Shell } from '../shell';
import {
  armScript,
  injectScript,
  listScript,
  renewScript,
  revertScript,
  type HostLeaseScripts,
} from './lease-scripts';

const limit = seconds(30);

/**
 * Arms a revert on a host: a transient systemd timer that runs it once nobody has renewed the lease for its duration.
 * Needs systemd 244 or later there, and nothing installed. Rejects, with nothing left behind, when what it would hold
 * is held already or what is there cannot be noted.
 */
export async function armHostLease(
  shell: Shell,
  terms: LeaseTerms,
  scripts: HostLeaseScripts,
  signal: AbortSignal,
): Promise<void> {
  await mustRun(shell, armScript(terms, scripts), { signal, timeout: limit, sudo: true });
}

export async function renewHostLease(
  shell: Shell,
  id: LeaseId,
  signal: AbortSignal,
): Promise<'held' | 'gone'> {
  const answer = await mustRun(shell, renewScript(id), { signal, timeout: limit, sudo: true });
  return answer.trim() === 'held' ? 'held' : 'gone';
}

/** Runs an act on the host under an armed lease; rejects when the lease has ended or the act fails. Gives its output. */
export function injectOnHost(
  shell: Shell,
  id: LeaseId,
  act: string,
  options: { readonly signal: AbortSignal; readonly timeout?: Milliseconds },
): Promise<string> {
  const { signal, timeout = limit } = options;
  return mustRun(shell, injectScript(id, act), { signal, timeout, sudo: true });
}

/** Reverts now and takes the record; undefined where the host has no such lease. */
export async function revertHostLease(
  shell: Shell,
  instance: string,
  id: LeaseId,
  signal: AbortSignal,
): Promise<LeaseEnd | undefined> {
  const answer = await mustRun(shell, revertScript(id), { signal, timeout: seconds(120), sudo: true });
  if (answer.trim() === '') return undefined;
  const [facts = '', ...log] = answer.split('\n\n');
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(facts)?.[1] ?? '';
  const by = value('by');
  return {
    location: { kind: 'host', instance },
    at: value('at'),
    by: by === 'release' || by === 'boot' ? by : 'expiry',
    restored: log.join('\n\n').trim(),
  };
}

/** A lease as its host tells it. */
export interface HostLease {
  readonly id: LeaseId;
  readonly fault: string;
  readonly holder: string;
  /** Whether it is over, and only its record is left. */
  readonly ended: boolean;
}

/** Every lease on the host, whoever has armed it. */
export async function listHostLeases(shell: Shell, signal: AbortSignal): Promise<readonly HostLease[]> {
  return hostLeasesIn(await mustRun(shell, listScript, { signal, timeout: limit, sudo: true }));
}

/** As `listScript` has printed them, run as root. */
export function hostLeasesIn(text: string): readonly HostLease[] {
  const found = new Map<LeaseId, HostLease>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const value = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
    const id = asLeaseId(value('id'));
    const ended = line.startsWith('ended ');
    // In memory it has ended; the copy on disk goes with it.
    if (found.get(id)?.ended === true) continue;
    found.set(id, { id, fault: value('fault'), holder: value('holder'), ended });
  }
  return [...found.values()];
}
