import { z } from 'zod';
import { damageBinaryLog } from '../databases/damage-binary-log';
import { damageDatabase } from '../databases/damage-database';
import { deleteBranch } from '../directory/delete-branch';
import { deleteRows } from '../databases/delete-rows';
import { distinguishedName } from '../directory/distinguished-name';
import { dropTable } from '../databases/drop-table';
import { exhaustConnections } from '../databases/exhaust-connections';
import { fillDirectory } from '../directory/fill-directory';
import { lockTable } from '../databases/lock-table';
import { roleSoftware } from '../../environment/role-software';
import { condition, identifier } from '../databases/sql-identifier';
import { writeBinaryLogs } from '../databases/write-binary-logs';
import { maker, type Maker, none, wholeNumber } from './maker';
import { onVolume } from './targets';

/** Faults of a database server or of the directory, and of what they hold. */
export const databaseMakers: Readonly<Record<string, Maker>> = {
  'damage-database': maker(none, (context, target) => {
    const { databaseFile, unit } = roleSoftware[target.role];
    if (databaseFile === undefined) throw new Error(`${target.name} holds no database`);
    const { environmentLease } = context;
    return damageDatabase({ ...onVolume(context, target), unit, file: databaseFile, environmentLease });
  }),

  'drop-table': maker(
    z.strictObject({ database: identifier, table: identifier }),
    (context, target, { database, table }) =>
      dropTable({
        ...onVolume(context, target),
        database,
        table,
        environmentLease: context.environmentLease,
      }),
  ),

  'delete-rows': maker(
    z.strictObject({ database: identifier, table: identifier, where: condition }),
    (context, target, { database, table, where }) =>
      deleteRows({
        ...onVolume(context, target),
        ...{ database, table, where },
        environmentLease: context.environmentLease,
      }),
  ),

  'delete-branch': maker(z.strictObject({ dn: distinguishedName }), (context, target, { dn }) =>
    deleteBranch({ ...onVolume(context, target), dn, environmentLease: context.environmentLease }),
  ),

  'fill-directory': maker(z.strictObject({ dn: distinguishedName }), (context, target, { dn }) =>
    fillDirectory({ ...onVolume(context, target), dn, environmentLease: context.environmentLease }),
  ),

  'lock-table': maker(
    z.strictObject({ database: identifier, table: identifier }),
    (context, target, { database, table }) => lockTable({ ...onVolume(context, target), database, table }),
  ),

  'exhaust-connections': maker(none, (context, target) =>
    exhaustConnections({ ...onVolume(context, target), environmentLease: context.environmentLease }),
  ),

  'write-binary-logs': maker(z.strictObject({ percent: wholeNumber }), (context, target, { percent }) =>
    writeBinaryLogs({
      ...onVolume(context, target),
      folder: roleSoftware[target.role].folder,
      percent,
      environmentLease: context.environmentLease,
    }),
  ),

  'damage-binary-log': maker(none, (context, target) =>
    damageBinaryLog({
      ...onVolume(context, target),
      folder: roleSoftware[target.role].folder,
      environmentLease: context.environmentLease,
    }),
  ),
};
