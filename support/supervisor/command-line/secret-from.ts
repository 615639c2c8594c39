import { readFileSync } from 'node:fs';
import { learnSecrets } from '../../drill/redaction/known-secrets';

/** Where a secret is looked for: not on the command line, which every user of the machine can read. */
export interface SecretSource {
  /** What it is, in words: `token`. */
  readonly what: string;
  /** By what it is known where it is redacted: `confluence/token`. */
  readonly name: string;
  readonly file: string | undefined;
  /** The environment variable that holds it where there is no file. */
  readonly variable: string;
  /** How a file is named to whoever gave none: `--token-file`. */
  readonly fileBy: string;
  /** Of the value what no output may show; all of it unless told. */
  readonly hidden?: (value: string) => string;
}

/**
 * The secret, from the file or the variable, without the white space around it. Throws where there is none. From here on no
 * output shows it.
 */
export function secretFrom(source: SecretSource, variables: NodeJS.ProcessEnv): string {
  const { what, name, file, variable, fileBy, hidden } = source;
  const value = (file === undefined ? variables[variable] : textOf(file, what))?.trim() ?? '';
  if (value === '')
    throw new Error(
      file === undefined
        ? `there is no ${what}; expected it in ${variable}, or in a file with ${fileBy}`
        : `${file} is empty; expected a ${what}`,
    );
  learnSecrets([{ name, value: hidden === undefined ? value : hidden(value) }]);
  return value;
}

function textOf(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`the ${what} cannot be read from ${file}`, { cause });
  }
}
