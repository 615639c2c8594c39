import type { Role } from '../environment/environment';

/** What runs on an instance of a role; see docs/architecture.md. */
export interface RoleSoftware {
  /** The application's systemd unit. */
  readonly unit: string;
  /** The user that the application runs as, and the folder on the data volume that is its own. */
  readonly user: string;
  readonly folder: string;
  /** Files that a process leaves when it ends without its shutdown, and that keep the next one from starting. */
  readonly staleFiles: readonly string[];
  /** Documents that nobody changes once they are written; elsewhere every file of the folder may be damaged. */
  readonly content?: { readonly folder: string; readonly suffix: string };
}

export const roleSoftware: Readonly<Record<Role, RoleSoftware>> = {
  bastion: { unit: 'ssh.service', user: 'configuration', folder: '/srv/configuration', staleFiles: [] },
  web: { unit: 'apache2.service', user: 'www-data', folder: '/srv/web/logs', staleFiles: [] },
  ldap: { unit: 'slapd.service', user: 'openldap', folder: '/srv/ldap/data', staleFiles: [] },
  mysql: { unit: 'mariadb.service', user: 'mysql', folder: '/srv/mysql/data', staleFiles: [] },
  crowd: { unit: 'crowd.service', user: 'crowd', folder: '/srv/crowd/home', staleFiles: [] },
  confluence: {
    unit: 'confluence.service',
    user: 'confluence',
    folder: '/srv/confluence/home',
    staleFiles: [],
  },
  jira: {
    unit: 'jira.service',
    user: 'jira',
    folder: '/srv/jira/home',
    staleFiles: ['/srv/jira/home/.jira-home.lock'],
  },
  alfresco: {
    unit: 'alfresco.service',
    user: 'alfresco',
    folder: '/srv/alfresco/alf_data',
    staleFiles: [],
    content: { folder: '/srv/alfresco/alf_data/contentstore', suffix: '.bin' },
  },
  monitor: {
    unit: 'intermapper.service',
    user: 'intermapper',
    folder: '/srv/monitor/InterMapper_Settings',
    staleFiles: [],
  },
  offsite: { unit: 'ssh.service', user: 'offsite', folder: '/srv/offsite/restic', staleFiles: [] },
};
