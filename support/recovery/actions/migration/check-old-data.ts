import { z } from 'zod';
import { seconds } from '../../../drill/time';
import { webOrigin } from '../../../environment/configuration';
import { tryAsRoot } from '../../../hosts/as-root';
import { sqlCommand } from '../../../faults/databases/sql-command';
import { identifier } from '../../../faults/databases/sql-identifier';
import type { Shell } from '../../../hosts/shell';
import { action } from '../action';
import { onInstance } from '../commands';
import type { ActionContext } from '../context';
import { oldDataChecks, oldDataChecksByName, type CheckName } from './old-data-checks';

/** What stands in a migration's way. */
export interface OldDataFinding {
  readonly name: CheckName;
  /** What was found and what to do about it. */
  readonly says: string;
}

/** Asks the old host (`target`) and the new database, and changes nothing. Throws where one cannot be asked. */
export async function findingsInOldData(
  { environment, target, host }: Pick<ActionContext, 'environment' | 'target' | 'host'>,
  database: string,
  signal: AbortSignal,
): Promise<readonly OldDataFinding[]> {
  const answered = async (shell: Shell, command: string): Promise<string> => {
    const { code, stdout, stderr } = await tryAsRoot(shell, command, { signal, timeout: seconds(60) });
    if (code !== 0) throw new Error(`the old data could not be looked at: ${stderr.trim()}`);
    return stdout.trim();
  };
  const findings: OldDataFinding[] = [];
  for (const { name, ofOld, ofNew, judge } of checksOf({ environment, target })) {
    const takes = ofNew === undefined ? '' : await answered(host(database), sqlCommand(ofNew));
    const says = judge(await answered(host(target), ofOld), takes);
    if (says !== undefined) findings.push({ name, says });
  }
  return findings;
}

const checksOf = ({
  environment,
  target,
}: Pick<ActionContext, 'environment' | 'target'>): ReturnType<typeof oldDataChecks> =>
  oldDataChecks({ origin: webOrigin(environment), target, environment });

/**
 * Looks at the old host's data for what a migration would stumble over, before anything is changed, and fails with a
 * sentence for each: what it is, and what to do about it.
 */
export const checkOldData = action({
  name: 'check-old-data',
  parameters: z.strictObject({
    /** The new database's instance: what it takes is asked of it. */
    database: identifier,
    /** Of which checks the findings are taken as they are, somebody having decided so: `base-url,attachments`, or `nothing`. */
    accept: z.union([
      z.literal('nothing').transform((): CheckName[] => []),
      z
        .string()
        .transform((names) => names.split(','))
        .pipe(z.array(z.enum(oldDataChecksByName))),
    ]),
  }),
  commands: ({ database }, facts) =>
    checksOf(facts).flatMap(({ asks, ofOld, ofNew }) => [
      `# ${asks}`,
      `ssh ${facts.target} 'sudo bash -s' <<'END'\n${ofOld}\nEND`,
      ...(ofNew === undefined ? [] : [onInstance(database, sqlCommand(ofNew))]),
    ]),
  async run({ database, accept }, context, signal) {
    const found = await findingsInOldData(context, database, signal);
    const lines = found.map(
      ({ name, says }) => `${accept.includes(name) ? 'accepted: ' : ''}${name}: ${says}`,
    );
    context.keep('old-data.txt', `${lines.join('\n') || 'nothing stands in the way'}\n`);
    const inTheWay = found.filter(({ name }) => !accept.includes(name));
    if (inTheWay.length > 0)
      throw new Error(
        `nothing was changed: ${inTheWay.map(({ name, says }) => `${name}: ${says}`).join('; ')}`,
      );
    const looked = `nothing stands in the way: ${oldDataChecksByName.join(', ')} were looked at`;
    return [looked, ...lines].join('; ');
  },
});
