import type { Redact } from './redactor';

/**
 * Takes secrets out of an object that others hold and write: an error with its stack, causes and whatever hangs on it,
 * or a message on its way to several readers. What cannot be changed stays.
 */
export function redactInPlace(value: unknown, redact: Redact, seen = new WeakSet()): void {
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
  seen.add(value);
  // Not only what is enumerable: an error's message and stack are not.
  for (const name of Object.getOwnPropertyNames(value)) {
    const part: unknown = Reflect.get(value, name);
    if (typeof part !== 'string') {
      redactInPlace(part, redact, seen);
      continue;
    }
    const clean = redact(part);
    if (clean !== part) Reflect.set(value, name, clean);
  }
}
