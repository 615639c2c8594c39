import { instanceNamed, type Environment } from '../../../environment/environment';

/** A second MariaDB on the host of the first, which serves nobody but root, on the files of a restored volume. */
export interface SecondServer {
  readonly unit: string;
  readonly socket: string;
  /** Where its data is: as on the data volume, below the mount of the restored one. */
  readonly data: string;
  /** The data of the first server. */
  readonly original: string;
}

const LIVE_DATA = 'data';

/** @param mount where an earlier step has mounted the restored volume, writable */
export function secondServer(environment: Environment, target: string, mount: string): SecondServer {
  return {
    unit: 'mariadb-restore.service',
    socket: '/run/mysqld/restore.sock',
    data: `${mount}/${LIVE_DATA}`,
    original: `${instanceNamed(environment, target).volume.mount}/${LIVE_DATA}`,
  };
}
