import type { Role } from './environment';

/** What runs on an instance of a role; see docs/architecture.md. */
export interface RoleSoftware {
  /** The application's systemd unit. */
  readonly unit: string;
  /** The user that writes the application's files, and the folder on the data volume that is its own. */
  readonly user: string;
  readonly folder: string;
  /** Files that a process leaves when it ends without its shutdown, and that keep the next one from starting. */
  readonly staleFiles: readonly string[];
  /** A command, run on the instance, that ends with 0 as soon as the application gives any answer, and waits while it does not. */
  readonly ask: string;
  /** A file that the configuration repository declares, and a line with a mistake that keeps the application from starting. */
  readonly configuration?: { readonly file: string; readonly mistake: string };
  /** A declared file, a line that the software takes, and a command for another instance that ends with 0 where it does. */
  readonly drift?: { readonly file: string; readonly line: string; readonly effect: string };
  /** The certificate that it hands out, and what has it read that again. */
  readonly certificate?: {
    readonly file: string;
    readonly takeUp: string;
    /** The authority's certificate revocation list, as the host has it. */
    readonly revocationList: string;
  };
  /** A command, run on the instance, that prints the state which the application says it has. */
  readonly status?: string;
  /** A command, run on the instance, that prints a JSON object whose `version` is the one that serves. */
  readonly version?: string;
  /** The one file of the program, where an update replaces it. */
  readonly program?: string;
  /** The folder of the search index, which is derived from the database. */
  readonly index?: { readonly folder: string };
  /** Where it keeps what nobody needs after a while; the application makes the folder when it needs it. */
  readonly temporary?: string;
  /** The file of a database that it cannot start without. */
  readonly databaseFile?: string;
  /** A path, through the web server, that only who has logged in is shown. */
  readonly logInPath?: string;
  /** Documents that nobody changes once they are written; elsewhere every file of the folder may be damaged. */
  readonly content?: {
    readonly folder: string;
    readonly suffix: string;
    /** Whether it is stored again from its source, so that no snapshot needs to hold it. */
    readonly hasSource?: true;
  };
}

export const roleSoftware: Readonly<Record<Role, RoleSoftware>> = {
  bastion: {
    unit: 'ssh.service',
    user: 'configuration',
    folder: '/srv/configuration/repository.git',
    staleFiles: [],
    ask: 'ssh-keyscan -T 60 localhost',
    content: { folder: '/srv/configuration/repository.git/objects', suffix: '' },
  },
  web: {
    unit: 'apache2.service',
    // Apache opens its logs as root, before it gives up its rights.
    user: 'root',
    folder: '/srv/web/logs',
    staleFiles: [],
    ask: 'curl --silent --insecure --output /dev/null https://localhost/',
    configuration: {
      file: '/etc/apache2/sites-enabled/firedrill.conf',
      mistake: 'ProxyPas /jira http://jira:8080/jira',
    },
    certificate: {
      file: '/etc/apache2/tls/server.crt',
      takeUp: 'systemctl reload apache2.service',
      revocationList: '/var/lib/firedrill/authority.crl',
    },
    drift: {
      file: '/etc/apache2/sites-enabled/firedrill.conf',
      line: 'TraceEnable On',
      effect:
        'test "$(curl --silent --insecure --output /dev/null --write-out "%{http_code}" --request TRACE https://web/)" = 200',
    },
  },
  ldap: {
    unit: 'slapd.service',
    user: 'openldap',
    folder: '/srv/ldap/data',
    staleFiles: [],
    ask: "ldapsearch -x -H ldap://localhost -s base -b ''",
    databaseFile: '/srv/ldap/data/data.mdb',
    configuration: {
      file: '/etc/ldap/slapd.conf',
      mistake: 'indexx uid eq',
    },
  },
  mysql: {
    unit: 'mariadb.service',
    user: 'mysql',
    folder: '/srv/mysql/data',
    staleFiles: [],
    ask: 'mysqladmin ping',
    databaseFile: '/srv/mysql/data/ibdata1',
    configuration: {
      file: '/etc/mysql/mariadb.conf.d/90-firedrill.cnf',
      mistake: 'innodb_bufer_pool_size = 64M',
    },
  },
  crowd: {
    unit: 'crowd.service',
    user: 'crowd',
    folder: '/srv/crowd/home',
    staleFiles: [],
    ask: 'curl --silent --output /dev/null http://localhost:8095/crowd/status',
    configuration: {
      file: '/srv/crowd/home/crowd.cfg.xml',
      mistake: '<property name="hibernate.connection.pool_size">',
    },
  },
  confluence: {
    unit: 'confluence.service',
    user: 'confluence',
    folder: '/srv/confluence/home',
    staleFiles: [],
    ask: 'curl --silent --output /dev/null http://localhost:8090/confluence/status',
    status: 'curl --silent --max-time 5 http://localhost:8090/confluence/status',
    version:
      "curl --silent --max-time 5 --header 'Accept: application/json' http://localhost:8090/confluence/rest/applinks/1.0/manifest",
    program: '/opt/firedrill/confluence/stand-in.js',
    index: { folder: '/srv/confluence/home/index' },
    temporary: '/srv/confluence/home/temp',
    logInPath: '/confluence/rest/api/space',
    content: { folder: '/srv/confluence/home/attachments', suffix: '' },
    configuration: {
      file: '/srv/confluence/home/confluence.cfg.xml',
      mistake: '<property name="hibernate.c3p0.max_size">',
    },
  },
  jira: {
    unit: 'jira.service',
    user: 'jira',
    folder: '/srv/jira/home',
    staleFiles: ['/srv/jira/home/.jira-home.lock'],
    ask: 'curl --silent --output /dev/null http://localhost:8080/jira/status',
    status: 'curl --silent --max-time 5 http://localhost:8080/jira/status',
    version: 'curl --silent --max-time 5 http://localhost:8080/jira/rest/api/2/serverInfo',
    program: '/opt/firedrill/jira/stand-in.js',
    index: { folder: '/srv/jira/home/caches/indexesV1' },
    content: { folder: '/srv/jira/home/data/attachments', suffix: '' },
    configuration: {
      file: '/srv/jira/home/dbconfig.xml',
      mistake: '<pool-max-size>',
    },
  },
  alfresco: {
    unit: 'alfresco.service',
    user: 'alfresco',
    folder: '/srv/alfresco/alf_data',
    staleFiles: [],
    ask: 'curl --silent --output /dev/null http://localhost:8080/alfresco/',
    configuration: {
      file: '/etc/alfresco/alfresco-global.properties',
      mistake: 'dir.root=/srv/alfresco/alf-data',
    },
    content: { folder: '/srv/alfresco/alf_data/contentstore', suffix: '.bin' },
  },
  monitor: {
    unit: 'intermapper.service',
    user: 'intermapper',
    folder: '/srv/monitor/InterMapper_Settings',
    staleFiles: [],
    ask: 'curl --silent --insecure --output /dev/null https://localhost/',
    configuration: {
      file: '/srv/monitor/InterMapper_Settings/intermapperd.conf',
      mistake: 'PolInterval 3',
    },
  },
  offsite: {
    unit: 'ssh.service',
    user: 'offsite',
    folder: '/srv/offsite/restic',
    staleFiles: [],
    ask: 'ssh-keyscan -T 60 localhost',
    content: { folder: '/srv/offsite/restic/data', suffix: '', hasSource: true },
  },
  attacker: {
    unit: 'ssh.service',
    user: 'root',
    folder: '/srv/attacker',
    staleFiles: [],
    ask: 'ssh-keyscan -T 60 localhost',
  },
  legacy: {
    unit: 'mariadb.service',
    user: 'mysql',
    folder: '/srv/legacy/mysql',
    staleFiles: [],
    ask: 'mysqladmin ping',
  },
};
