import { asRoot, type RootCommandOptions } from './as-root';
import type { Shell } from './shell';

/** What systemd says of a unit: `MainPID`, `ActiveState`, `Result`, `ExecMainCode`, `ExecMainStatus`, …, by name. */
export type UnitState = Readonly<Partial<Record<UnitProperty, string>>>;

const properties = [
  'MainPID',
  'ActiveState',
  'SubState',
  'Result',
  'ExecMainCode',
  'ExecMainStatus',
  'ControlGroup',
] as const;
type UnitProperty = (typeof properties)[number];

export const unitStateCommand = (unit: string): string =>
  `systemctl show ${unit} --property=${properties.join(',')}`;

/** Known to systemd or not. */
export async function unitState(shell: Shell, unit: string, options: RootCommandOptions): Promise<UnitState> {
  return parseUnitState(await asRoot(shell, unitStateCommand(unit), options));
}

export function parseUnitState(text: string): UnitState {
  const pairs = text
    .split('\n')
    .map((line) => /^(\w+)=(.*)$/.exec(line))
    .flatMap((match) => (match === null ? [] : [[match[1], match[2]] as const]));
  return Object.fromEntries(pairs) as UnitState;
}
