import type { Role } from '../environment/environment';

/** What runs on an instance of a role; see docs/architecture.md. */
export interface RoleSoftware {
  /** The application's systemd unit. */
  readonly unit: string;
  /** Files that a process leaves when it ends without its shutdown, and that keep the next one from starting. */
  readonly staleFiles: readonly string[];
}

export const roleSoftware: Readonly<Record<Role, RoleSoftware>> = {
  bastion: { unit: 'ssh.service', staleFiles: [] },
  web: { unit: 'apache2.service', staleFiles: [] },
  ldap: { unit: 'slapd.service', staleFiles: [] },
  mysql: { unit: 'mariadb.service', staleFiles: [] },
  crowd: { unit: 'crowd.service', staleFiles: [] },
  confluence: { unit: 'confluence.service', staleFiles: [] },
  jira: { unit: 'jira.service', staleFiles: ['/srv/jira/home/.jira-home.lock'] },
  alfresco: { unit: 'alfresco.service', staleFiles: [] },
  monitor: { unit: 'intermapper.service', staleFiles: [] },
  offsite: { unit: 'ssh.service', staleFiles: [] },
};
