import { redact } from '../../drill/redaction/known-secrets';

const LENGTH = 300;

/** An error with its cause, for a line among others: no line feeds, no control characters, no secret, not too long. */
export function inOneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return plain(`${message}${cause}`);
}

/** A text as part of a line. */
export function plain(text: string): string {
  const line = redact(text)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
}
