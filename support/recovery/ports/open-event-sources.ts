import type { Clock } from '../../drill/clock';
import { seconds } from '../../drill/time';
import type { OpenEnvironment } from '../../environment/open-environment';
import { greetingFromHere } from '../../hosts/greeting-from-here';
import type { EventSource } from '../../monitoring/event-source';
import { healthCheck, type HealthCheck } from '../../monitoring/health-checks';
import { connectMonitor } from '../../monitoring/intermapper';
import { statusChecks } from '../../monitoring/status-checks';

/** What tells beside the monitor, of what it cannot tell of: EC2's status checks and the health checks. */
export function openEventSources(open: OpenEnvironment, clock: Pick<Clock, 'now'>): readonly EventSource[] {
  const { access, monitoring } = open.environment;
  const { timeout, tries } = monitoring;
  const asks = (instance: string): Pick<HealthCheck, 'ask' | 'wayThere'> =>
    instance === access.ssh.instance ? askBastion(open) : askMonitor(open);
  return [
    ...monitoring.statusChecks.map((name) => statusChecks(open.cloud.instances, name, clock)),
    ...monitoring.healthChecks.map((instance) =>
      healthCheck({ instance, timeout, tries, ...asks(instance) }, clock),
    ),
  ];
}

/** Directly, over a connection of its own: one from before may go on where nobody gets in any more. */
function askBastion(open: OpenEnvironment): Pick<HealthCheck, 'ask' | 'wayThere'> {
  const { instance, port } = open.environment.access.ssh;
  return {
    ask: async (signal) => {
      const address = open.publicAddress(instance);
      const greeting = await greetingFromHere(address, port, signal);
      if (greeting === 'greets') return `sshd of ${instance} greets`;
      throw new Error(
        greeting === 'accepts'
          ? `a connection to sshd is taken, and nobody speaks`
          : `nobody takes a connection to sshd`,
      );
    },
    wayThere: () => Promise.resolve(true),
  };
}

/** For its devices, through the bastion. */
function askMonitor(open: OpenEnvironment): Pick<HealthCheck, 'ask' | 'wayThere'> {
  return {
    ask: async (signal) => {
      const monitor = connectMonitor(open.monitorAccess());
      try {
        const devices = await monitor.devices(signal);
        if (devices.length === 0) throw new Error('it answers, and has no device');
        return `it answers, and has ${String(devices.length)} devices`;
      } finally {
        monitor.close();
      }
    },
    wayThere: async (signal) => {
      const bastion = open.host(open.environment.access.ssh.instance);
      return (await bastion.run('true', { signal, timeout: seconds(5) })).code === 0;
    },
  };
}
