import { seconds } from '../drill/time';
import { quote } from '../hosts/shell';
import type { Environment, InstanceDeclaration, MonitoredDevice } from './environment';

/**
 * The command that tells, on the instance itself, whether its application answers: the probes that the monitor makes
 * of it, and a connection to each declared port where there are none. Exit 0 is yes; what it prints says why not.
 */
export function readinessCommand(environment: Environment, instance: InstanceDeclaration): string {
  const probes = environment.monitoring.devices
    .filter((device) => device.instance === instance.name)
    .flatMap((device) => probeCommand(device));
  const checks = probes.length > 0 ? probes : instance.ingress.map(({ port }) => connectCommand(port));
  return ['set -e', ...new Set(checks)].join('\n');
}

/** Whom HTTPS is believed for, as the monitor does it: curl would read all the public authorities each time. */
const AUTHORITY = '/usr/local/share/ca-certificates/firedrill.crt';

/** How long `readinessWithPatience` takes at most where every probe answers at once. */
export const PATIENCE = seconds(6);

/**
 * The same, asked again and again for some three seconds, from when something listens on the instance's first port. A program
 * that starts needs the processor for itself: while nothing listens, no process is begun to ask.
 */
export function readinessWithPatience(environment: Environment, instance: InstanceDeclaration): string {
  const port = instance.ingress[0]?.port;
  return `
ready() {
${readinessCommand(environment, instance)}
}
${port === undefined ? '' : awaitListener(port)}
end=$(($(date +%s) + 3))
while [ "$(date +%s)" -lt "$end" ]; do
  (ready) >/dev/null && exit 0
  sleep 0.1
done
ready`;
}

/** Bash has no pause of its own; reading from a pipe into which nobody writes is one. */
const awaitListener = (port: number): string =>
  `timeout 2 bash -c 'exec 9<> <(:); until : 3<>/dev/tcp/127.0.0.1/${String(port)}; do read -rt 0.05 -u 9; done' 2>/dev/null`;

function probeCommand(device: MonitoredDevice): readonly string[] {
  switch (device.probe) {
    case 'http':
    case 'https': {
      // What people see, from the monitor: it needs every system, and a password that this host does not have.
      if (device.probe === 'https' && device.logIn) return [];
      // By name: the certificate carries it, and every host knows its own.
      const url = `${device.probe}://${device.instance}:${String(device.port)}${device.path}`;
      // Of a page for people its status says more than its mark-up.
      const shortened = `case "$answer" in *'<'*) answer="a page, HTTP \${answer##*HTTP }" ;; esac`;
      const trust = device.probe === 'https' ? `--cacert ${AUTHORITY} ` : '';
      const failed = `${shortened}; echo ${quote(`${url} answered:`)} "$answer"; exit 1`;
      return [
        `answer=$(curl -sS --max-time 5 ${trust}-w ${quote(' HTTP %{http_code}')} ${quote(url)} 2>&1) || { ${failed}; }`,
        `case "$answer" in *${quote(device.expect)}*) ;; *) ${failed} ;; esac`,
      ];
    }
    case 'nrpe':
    case 'ping':
    case 'disk':
      return [];
    default:
      return [connectCommand(device.port)];
  }
}

const connectCommand = (port: number): string =>
  `timeout 3 bash -c 'exec 3<>/dev/tcp/127.0.0.1/${String(port)}' 2>/dev/null || { echo 'port ${String(port)} refuses'; exit 1; }`;
