import { instanceNamed } from '../../../environment/environment';
import { asRoot } from '../../../hosts/as-root';
import { sqlCommand } from '../../../faults/databases/sql-command';
import type { ActionContext } from '../context';

/** A session of the database server that comes from an address which the environment file does not let in. */
export interface ForeignSession {
  readonly id: number;
  readonly user: string;
  readonly address: string;
}

/** Who is logged in over TCP. The server's own threads and what comes by the socket have no port behind their host. */
export const sessionsStatement = `SELECT ID, USER, SUBSTRING_INDEX(HOST, ':', 1) FROM information_schema.PROCESSLIST WHERE HOST LIKE '%:%' AND USER <> 'unauthenticated user'`;

/** The sessions on the target's database server of addresses that are neither its own nor declared. */
export async function foreignSessions(
  { environment, target, host }: Pick<ActionContext, 'environment' | 'target' | 'host'>,
  signal: AbortSignal,
): Promise<readonly ForeignSession[]> {
  const { ingress, address } = instanceNamed(environment, target);
  const sources = ingress.flatMap(({ from }) => from);
  if (sources.some(({ kind }) => kind === 'internet'))
    throw new Error(`${target} is declared to let everybody in: nobody is foreign`);
  const declared = new Set([
    ...['127.0.0.1', address],
    ...sources.flatMap((source) =>
      source.kind === 'instance'
        ? [instanceNamed(environment, source.name).address]
        : environment.instances.map((each) => each.address),
    ),
  ]);
  const rows = await asRoot(host(target), sqlCommand(sessionsStatement), { signal });
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => row.split('\t'))
    .map(([id, user = '', from = '']) => ({ id: Number(id), user, address: from }))
    .filter((session) => !declared.has(session.address));
}
