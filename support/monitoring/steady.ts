import type { MonitorDevice } from './monitor';

/** One sentence for each expected device that is missing or not OK; empty when the monitor sees all whole. */
export function monitorFindings(
  devices: readonly MonitorDevice[],
  expected: readonly string[],
): readonly string[] {
  const byName = new Map(devices.map((device) => [device.name, device]));
  return expected.flatMap((name) => {
    const device = byName.get(name);
    if (device === undefined) return [`the monitor has no device "${name}"`];
    if (device.state === 'OK') return [];
    return [`the monitor has "${name}" in state ${device.state}: ${device.reason || device.status}`];
  });
}
