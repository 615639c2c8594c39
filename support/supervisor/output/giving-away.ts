import { seconds } from '../../drill/time';
import type { OpenEnvironment } from '../../environment/open-environment';
import { quote, mustRun } from '../../hosts/shell';

const APACHE = '/etc/apache2/conf-enabled/giving-away.conf';
const SYSTEMCTL = '/usr/local/bin/systemctl';

/** For tests: makes places talk that a drill listens to. What it changes, `end` puts back. */
export function givingAway(open: OpenEnvironment, variable: string, signal: AbortSignal) {
  const mysql = open.secrets.password('mysql.root');
  const monitor = open.secrets.password('monitor.admin');
  const key = open.secrets.ofRole('web')['tls.web.key'] ?? '';
  const asRoot = (host: string, command: string, input?: string): Promise<string> =>
    mustRun(open.host(host), command, {
      signal,
      timeout: seconds(30),
      sudo: true,
      ...(input === undefined ? {} : { input }),
    });
  return {
    /** The web server's error page has one secret in plain sight, and one at the end of what is quoted of it. */
    async onErrorPage(): Promise<void> {
      const page = `cannot connect as monitor:${monitor} ${'.'.repeat(95)} ${mysql}`;
      await asRoot('web', `cat > ${APACHE}`, `ErrorDocument 503 ${JSON.stringify(page)}\n`);
      await asRoot('web', 'systemctl reload apache2.service');
    },

    /** The next start of Confluence fails, and says a secret on its standard error. */
    async onStandardError(): Promise<void> {
      const script = `#!/bin/sh
if [ "$*" = 'start confluence.service' ]; then
  rm -f "$0"
  echo 'Access denied for user root (using password: ${mysql})' >&2
  exit 1
fi
exec /usr/bin/systemctl "$@"
`;
      await asRoot('confluence', `cat > ${SYSTEMCTL} && chmod 755 ${SYSTEMCTL}`, script);
    },

    /** A process logs passwords and a whole private key to its host's journal, in every way in which it could. */
    async inJournal(): Promise<void> {
      const base64 = (text: string): string => Buffer.from(text).toString('base64');
      const lines = [
        `plain ${mysql}`,
        `variable ${variable}`,
        `json ${JSON.stringify({ password: mysql, key })}`,
        `basic ${base64(`root:${mysql}`)}`,
        `url ${encodeURIComponent(key)}`,
        `hex ${Buffer.from(mysql).toString('hex')}`,
        `base64 ${base64(key).slice(0, 700)}`,
        ...(base64(key).match(/.{1,76}/g) ?? []).map((line) => `wrapped ${line}`),
        ...key.split('\n').map((line) => `line ${line}`),
      ];
      await asRoot('confluence', 'logger --tag giving-away', `${lines.join('\n')}\n`);
      // A command line is logged by sudo, too.
      await asRoot('confluence', `logger --tag giving-away ${quote(`argument ${mysql}`)}`);
    },

    async end(): Promise<void> {
      await asRoot('confluence', `rm -f ${SYSTEMCTL}`);
      await asRoot('web', `rm -f ${APACHE} && systemctl reload apache2.service`);
    },
  };
}
