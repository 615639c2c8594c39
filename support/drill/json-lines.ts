import { excerptOf } from './redaction/excerpt';

/**
 * Parses JSON lines as a killed writer leaves them: a last line without its newline is `torn` and dropped; any
 * other line that does not parse is an error naming `file` and the line.
 */
export function parseJsonLines(
  file: string,
  text: string,
): { readonly values: readonly unknown[]; readonly torn: boolean } {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const values = lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch (error) {
      throw new Error(`${file}:${index + 1} is not JSON: ${excerptOf(line, 80)}`, { cause: error });
    }
  });
  return { values, torn: rest !== '' };
}
