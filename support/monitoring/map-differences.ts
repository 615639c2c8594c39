/** A device as a monitor's map has it, of what can be set. */
export interface MapEntry {
  readonly map: string;
  readonly name: string;
  /** `improbe://address:port/probe?parameter=value&…` */
  readonly probe: string;
  /** Seconds. */
  readonly pollInterval: string;
  readonly timeout: string;
  readonly tries: string;
}

/** The fields of the devices table that an entry is read from, in the order of `mapEntries`. */
export const MAP_FIELDS = ['MapName', 'Name', 'IMProbe', 'PollInterval', 'TimeOut', 'MaxTries'] as const;

/** Reads a tab-separated table of `MAP_FIELDS`: an export, or an import with its directive line. */
export function mapEntries(table: string): readonly MapEntry[] {
  return table
    .split(/\r?\n/)
    .filter((row) => row !== '' && !row.startsWith('#') && !row.startsWith(`${MAP_FIELDS[0]}\t`))
    .map((row) => {
      const [map = '', name = '', probe = '', pollInterval = '', timeout = '', tries = ''] = row.split('\t');
      return { map, name, probe, pollInterval, timeout, tries };
    });
}

/**
 * What a map has other than declared, a sentence each; empty when nothing. Values are not in them: a probe's parameters hold a
 * password.
 */
export function mapDifferences(found: readonly MapEntry[], declared: readonly MapEntry[]): readonly string[] {
  const key = ({ map, name }: MapEntry): string => `${map}/${name}`;
  const byKey = new Map(found.map((entry) => [key(entry), entry]));
  return [
    ...declared.flatMap((wanted) => {
      const entry = byKey.get(key(wanted));
      if (entry === undefined) return [`"${wanted.name}" is missing`];
      const other = [
        ...probeDifferences(entry.probe, wanted.probe),
        ...(['pollInterval', 'timeout', 'tries'] as const).filter(
          (field) => Number(entry[field]) !== Number(wanted[field]),
        ),
      ];
      return other.length === 0 ? [] : [`"${wanted.name}" has another ${other.join(', ')}`];
    }),
    ...found
      .filter((entry) => !declared.some((wanted) => key(wanted) === key(entry)))
      .map(({ map, name }) => `"${name}" on ${map} is not declared`),
  ];
}

/** What an export shows in a password's place: which it is cannot be compared. */
const HIDDEN = '*';

/** Names of what differs: `address or port`, `probe`, and parameters by their names. */
function probeDifferences(found: string, wanted: string): readonly string[] {
  const [one, other] = [partsOf(found), partsOf(wanted)];
  const names = new Set([...one.parameters.keys(), ...other.parameters.keys()]);
  return [
    ...(one.where === other.where ? [] : ['address or port']),
    ...(one.probe === other.probe ? [] : ['probe']),
    ...[...names]
      .filter((name) => {
        const value = one.parameters.get(name);
        return value !== HIDDEN && value !== other.parameters.get(name);
      })
      .sort(),
  ];
}

function partsOf(url: string): {
  readonly where: string;
  readonly probe: string;
  readonly parameters: ReadonlyMap<string, string>;
} {
  const [, where = '', probe = '', query = ''] = /^improbe:\/\/([^/]*)\/([^?]*)\??(.*)$/.exec(url) ?? [];
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=').map((part) => decodeURIComponent(part));
      return [name, value] as const;
    });
  return { where, probe: decodeURIComponent(probe), parameters: new Map(pairs) };
}
