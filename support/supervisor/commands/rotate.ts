import { Argument, Command } from 'commander';
import { instanceOfRole } from '../../environment/environment';
import { takeGoldenSnapshot } from '../../environment/golden-snapshot';
import { DEFAULT_ENVIRONMENT, chooseEnvironment } from '../environment/environment-file';
import { operate } from '../operation/operate';

/** What can be rotated, and by which runbook. */
const SECRETS = {
  'tls.web': ['web', '443'],
  'tls.ldap': ['ldap', '636'],
  'mysql.confluence': ['confluence'],
  'mysql.jira': ['jira'],
  'mysql.alfresco': ['alfresco'],
} as const;
/** The administrators' SSH key, which is no secret of a host. */
const ADMIN_KEY = 'ssh.admin';
type Rotatable = keyof typeof SECRETS | typeof ADMIN_KEY;

/** Whose clients have a list of revoked certificates. */
const REVOCABLE: Rotatable = 'tls.web';

interface RotateOptions {
  readonly revoke: boolean;
  readonly environment: string;
  readonly yes: boolean;
}

export function rotateCommand(): Command {
  return new Command('rotate')
    .description(
      'make a password, a certificate or a key anew, have it used, and see that the old one is dead',
    )
    .addArgument(new Argument('<secret>', 'which').choices([...Object.keys(SECRETS), ADMIN_KEY]))
    .option('--environment <name>', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option('--revoke', `name the old certificate in the list of revoked ones: of ${REVOCABLE}`, false)
    .option('--yes', 'do it without asking', false)
    .addHelpText(
      'after',
      `
Examples:
  firedrill rotate tls.web                              show what would be done, and ask
  firedrill rotate tls.web --revoke                     its key is known to others: nobody is to take the old one
  firedrill rotate mysql.jira --environment production --yes
  firedrill rotate ssh.admin                            the administrators' key, on all instances

An environment that drills run on gets a new golden snapshot afterwards, unless it is a key, which no data volume holds: the one
of before holds the old secret.

Exit codes: 0 done, 1 a step failed, 255 nothing was done.`,
    )
    .action((secret: Rotatable, { environment, yes, revoke }: RotateOptions) => {
      if (revoke && secret !== REVOCABLE)
        throw new Error(`--revoke is of ${REVOCABLE}: no client has a list that could name ${secret}`);
      if (secret === ADMIN_KEY)
        return operate({
          ...{ environment, yes, command: 'rotate', destructive: false, parameters: {} },
          runbook: 'change-the-administrators-key',
          about: () => Promise.resolve([]),
        });
      const declared = chooseEnvironment(environment).environment;
      const [role, port] = SECRETS[secret];
      const instance = instanceOfRole(declared, role).name;
      const renewal =
        port === undefined
          ? { runbook: 'change-a-database-password', parameters: { instance, user: role } }
          : revoke
            ? {
                runbook: 'replace-a-revoked-certificate',
                parameters: { instance, secret, port, now: 'revoked or not' },
              }
            : { runbook: 'renew-a-certificate', parameters: { instance, secret, port } };
      return operate({
        ...{ environment, yes, command: 'rotate', destructive: false },
        ...renewal,
        about: () => Promise.resolve([]),
        afterwards: async (open, progress, signal) => {
          if (open.environment.protected || open.state.golden === undefined) return;
          await takeGoldenSnapshot(open, progress, signal);
        },
      });
    });
}
