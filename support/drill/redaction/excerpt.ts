import { redact } from './known-secrets';

/** More than the longest form of a secret has. */
const BEYOND = 16 * 1024;

/**
 * The beginning of a text for a message. Secrets are taken out before it is cut: of one that the cut runs through too
 * little may be left to be known by, and still enough to help somebody.
 */
export const excerptOf = (text: string, length: number): string =>
  redact(text.slice(0, length + BEYOND)).slice(0, length);
