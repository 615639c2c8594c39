/** A page is read; what is longer is in the evidence. */
const MOST_CHARACTERS = 4000;

/** The text, or its beginning and how much of it there is beside. */
export function shortened(text: string, most = MOST_CHARACTERS): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)} … and ${(text.length - most).toLocaleString('en')} more characters in the evidence`;
}
