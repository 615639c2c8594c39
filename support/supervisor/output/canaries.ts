import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A real secret and every way in which it may not be found in an output. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  readonly forms: readonly string[];
}

/** Where secrets are meant to lie, below `.firedrill`. */
export const PLACES_OF_SECRETS =
  /^(cloud\.json|[^/]+\/(secrets\.json|operator\.env|keys\/.*|user-data\/.*))$/;

/**
 * For tests: reads every secret of the state folder and of a variable, and encodes it, in ways that share nothing with
 * how the redactor does either: what it forgets is found.
 */
export function canariesIn(
  stateFolder: string,
  variables: Readonly<Record<string, string>>,
): readonly Canary[] {
  const files = (readdirSync(stateFolder, { recursive: true }) as string[]).sort();
  const read = (file: string): string => readFileSync(join(stateFolder, file), 'utf8');
  const canaries = Object.entries(variables).map(([name, value]) => canary(name, value));
  for (const file of files.filter((name) => name.endsWith('/secrets.json'))) {
    for (const [name, value] of Object.entries(JSON.parse(read(file)) as Record<string, string>))
      canaries.push(canary(`${dirname(file)}/${name}`, value));
  }
  for (const file of files.filter((name) => name.includes('/keys/'))) {
    const text = read(file);
    if (!text.includes('PRIVATE KEY')) continue;
    const lines = text.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
    for (const [index, line] of lines.entries()) canaries.push(canary(`${file}:${String(index + 2)}`, line));
  }
  if (existsSync(join(stateFolder, 'cloud.json'))) {
    const { credentials } = JSON.parse(read('cloud.json')) as { credentials: { secretAccessKey: string } };
    canaries.push(canary('cloud.json', credentials.secretAccessKey));
  }
  return canaries;
}

function canary(name: string, value: string): Canary {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  // Whatever stands before and after: what of the encoding only the value decides.
  const within = ['', 'x', 'xy'].map((before) =>
    Buffer.from(`${before}${value}`)
      .toString('base64')
      .slice(before.length === 0 ? 0 : before.length + 1, -4),
  );
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    hex,
    hex.toUpperCase(),
    bytes.toString('base64url'),
    ...within,
  ];
  return { name, value, forms: [...new Set(forms)] };
}

/** The first secret that a text shows, by name and by how it is written there. */
export function shownIn(text: string, canaries: readonly Canary[]): string | undefined {
  for (const { name, forms } of canaries) {
    const index = forms.findIndex((form) => text.includes(form));
    if (index !== -1) return `${name}, in form ${String(index)}`;
  }
  return undefined;
}
