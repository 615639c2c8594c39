import { z } from 'zod';
import { instanceNamed, type Environment } from '../../../environment/environment';
import { identifier } from '../../../faults/databases/sql-identifier';

export const keptDatabase = z.strictObject({ database: identifier });

/** Where the dump of a database lies that was made before an update, on its data volume beside the server's files. */
export const dumpOf = (environment: Environment, target: string, database: string): string =>
  `${instanceNamed(environment, target).volume.mount}/before-update/${database}.sql`;
