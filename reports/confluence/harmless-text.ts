import { excerptOf } from '../../support/drill/redaction/excerpt';

/** So many characters of one text are shown: a page is read by people, and the whole is in the evidence. */
const LONGEST = 4000;

/**
 * A text as a page may show it: without secrets, cut where it is too long, and every character that XML 1.0 forbids
 * (www.w3.org/TR/xml, "Char"; half a surrogate pair among them) or that turns the direction of what stands beside it
 * replaced by U+FFFD. What is markup to XML is the builder's to escape.
 */
export function harmless(text: string, longest = LONGEST): string {
  const rest = text.length - longest;
  const shown = allowed(excerptOf(text, longest).replace(/\r\n?/g, '\n'));
  return rest > 0 ? `${shown} … (${rest.toLocaleString('en-GB')} more characters in the evidence)` : shown;
}

/** The same text with U+FFFD for each character that is forbidden. */
export const allowed = (text: string): string => text.replace(FORBIDDEN, '\ufffd');

/** Control characters but tab and line feed, marks and overrides of direction, half pairs, the two that are none. */
const FORBIDDEN = /(?![\t\n])[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** In one line. */
export const oneLine = (text: string, longest = LONGEST): string =>
  harmless(text, longest).replace(/\s+/g, ' ').trim();
