import type { Redact } from './redactor';

/**
 * A value as it is written to JSON, with secrets taken out of its texts and of its keys: before it is serialised, so
 * that the result is whole JSON whatever was in it. Parts without secrets are the same objects.
 */
export function redactedValue<T>(value: T, redact: Redact): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => redactedValue(part, redact));
    return parts.some((part, index) => part !== value[index]) ? (parts as T) : value;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const present = Object.entries(value) as readonly (readonly [string, unknown])[];
  const entries = present.map(([key, part]) => [redact(key), redactedValue(part, redact)] as const);
  const isSame = entries.every(([key, part], index) => {
    const [presentKey, presentPart] = present[index] ?? [];
    return key === presentKey && part === presentPart;
  });
  return isSame ? value : (Object.fromEntries(entries) as T);
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
