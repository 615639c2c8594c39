import type { Fault } from '../../drill/fault';
import type { LeasePart } from '../../drill/lease';
import { seconds } from '../../drill/time';
import { MAP_FIELDS, mapEntries, type MapEntry } from '../../monitoring/map-differences';
import type { Monitor } from '../../monitoring/monitor';

export interface ChangeMonitorMapTarget {
  /** The instance that runs the monitor. */
  readonly instance: string;
  /** A device's name on the map, and the port that it is to be asked at from now on. */
  readonly device: string;
  readonly port: number;
  readonly monitor: () => Pick<Monitor, 'table' | 'importTable' | 'close'>;
  readonly environmentLease: LeasePart;
  /** `monitor (i-0a1), vol-0b2`. */
  readonly named: (signal: AbortSignal) => Promise<string>;
}

/**
 * Has the monitor ask a device at another port, as a slip of the hand in its map does: what works is reported down. An import
 * of the declared map brings it back, or the golden snapshot.
 */
export function changeMonitorMap(target: ChangeMonitorMapTarget): Fault {
  const { instance, device, port, monitor, environmentLease, named } = target;
  let changed: MapEntry | undefined;
  const entry = async (asked: Pick<Monitor, 'table'>, signal: AbortSignal): Promise<MapEntry> => {
    const found = mapEntries(await asked.table(MAP_FIELDS, signal)).find(({ name }) => name === device);
    if (found === undefined) throw new Error(`the monitor's map has no device "${device}"`);
    return found;
  };
  const using = async <T>(use: (asked: ReturnType<typeof monitor>) => Promise<T>): Promise<T> => {
    const asked = monitor();
    try {
      return await use(asked);
    } finally {
      asked.close();
    }
  };
  return {
    name: 'change-monitor-map',
    strikes: [instance],
    plan: async () => [
      {
        target: `${await named(AbortSignal.timeout(seconds(30)))}: device "${device}"`,
        change: `have it asked at port ${String(port)}`,
        revert: `nothing less: ${environmentLease.description}`,
      },
    ],

    leases: () => Promise.resolve([environmentLease]),

    inject: (_, progress, signal) =>
      using(async (asked) => {
        const before = await entry(asked, signal);
        const probe = atPort(before.probe, port);
        if (probe === before.probe) throw new Error(`"${device}" is asked at port ${String(port)} already`);
        const directive = ['#', 'format=tab', 'table=devices', 'fields=MapName,Name,IMProbe'];
        const table = [
          [...directive, 'match=MapName,Name', 'modify=IMProbe'].join('\t'),
          [before.map, before.name, probe].join('\t'),
        ].join('\n');
        await progress.halfway();
        await asked.importTable('devices.tab', table, signal);
        changed = before;
      }),

    prove: (signal) =>
      using(async (asked) => {
        if (changed === undefined) return { result: 'skipped', observed: `"${device}" was not changed` };
        const now = await entry(asked, signal);
        const there = now.probe === atPort(changed.probe, port);
        return {
          result: there ? 'installed' : 'skipped',
          observed: `the monitor's map has "${device}" at ${addressOf(now.probe)}; before it was ${addressOf(changed.probe)}`,
        };
      }),
  };
}

/** `improbe://jira:8081/…` */
const atPort = (probe: string, port: number): string =>
  probe.replace(/^(improbe:\/\/[^/:]+)(:\d+)?\//, `$1:${String(port)}/`);

const addressOf = (probe: string): string => /^improbe:\/\/([^/]*)/.exec(probe)?.[1] ?? 'no address';
