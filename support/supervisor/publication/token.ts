import { readFileSync } from 'node:fs';
import { learnSecrets } from '../../drill/redaction/known-secrets';
import { CONFLUENCE_TOKEN } from '../../environment/kept-secrets';

/**
 * The token, from a file or the variable; from here on no output shows it. It is not taken from the command line, which
 * every user of the machine can read.
 */
export function confluenceToken(file: string | undefined, variables: NodeJS.ProcessEnv): string {
  const token = (file === undefined ? variables[CONFLUENCE_TOKEN] : textOf(file))?.trim() ?? '';
  if (token === '')
    throw new Error(
      file === undefined
        ? `there is no token; expected it in ${CONFLUENCE_TOKEN}, or in a file with --token-file`
        : `${file} is empty; expected a token`,
    );
  if (/\s/.test(token)) throw new Error('the token has a space or a line feed in it; expected one word');
  learnSecrets([{ name: 'confluence/token', value: token }]);
  return token;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`the token cannot be read from ${file}`, { cause });
  }
}
