import { CONFLUENCE_TOKEN } from '../../environment/kept-secrets';
import { secretFrom } from '../command-line/secret-from';

/** The personal access token; from here on no output shows it. */
export function confluenceToken(
  file: string | undefined,
  variables: NodeJS.ProcessEnv,
  fileBy = '--token-file',
): string {
  const source = { what: 'token', name: 'confluence/token', variable: CONFLUENCE_TOKEN, file, fileBy };
  const token = secretFrom(source, variables);
  if (/\s/.test(token)) throw new Error('the token has a space or a line feed in it; expected one word');
  return token;
}
