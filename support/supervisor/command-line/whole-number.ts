import { InvalidArgumentError } from 'commander';

/** Reads an option that counts or seeds; anything else is refused with the command's usage. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}
