import type { NamedSecret } from './named-secret';
import { redactedValue } from './redacted-value';
import { createRedactor, type Redact } from './redactor';

// The project's one state of a process: see docs/decisions/0008-secrets-are-known-to-the-process.md.
let known: readonly NamedSecret[] = [];
let redactor: Redact | undefined;

/** From here on no output of this process (of this thread) shows them. Whoever reads or makes a secret calls it first. */
export function learnSecrets(secrets: readonly NamedSecret[]): void {
  const values = new Set(known.map(({ value }) => value));
  const fresh = secrets.filter(({ value }) => !values.has(value));
  if (fresh.length === 0) return;
  known = [...known, ...fresh];
  redactor = undefined;
}

/** For another thread, which is to learn them too. */
export const knownSecrets = (): readonly NamedSecret[] => known;

/** The text as it may be written. */
export const redact: Redact = (text) => {
  redactor ??= createRedactor(known);
  return redactor(text);
};

/** The value as it may be written. */
export const redacted = <T>(value: T): T => redactedValue(value, redact);
