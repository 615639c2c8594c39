import { InvalidArgumentError } from 'commander';
import type { Milliseconds } from '../../drill/time';
import { parseDuration } from '../../environment/quantity';

/** Reads an option that is an age; anything else is refused with the command's usage. */
export function age(text: string): Milliseconds {
  const value = parseDuration(text);
  if (value === undefined) throw new InvalidArgumentError('expected a duration such as 24h.');
  return value;
}
