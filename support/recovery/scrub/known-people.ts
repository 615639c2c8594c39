import { z } from 'zod';
import { learnSecrets } from '../../drill/redaction/known-secrets';

/** Who somebody is in a directory, and how he is told. */
const person = z.strictObject({
  user: z.string(),
  /** Whole names: `Anna Bergmann`, `Bergmann, Anna`. */
  names: z.array(z.string()),
  /** Single ones. */
  parts: z.array(z.string()),
  addresses: z.array(z.string()),
  telephones: z.array(z.string()),
});
export type Person = z.infer<typeof person>;

/** The people whom a refresh hides, and the key of their pseudonyms: for its time only, and in memory. */
export interface KnownPeople {
  /** The environment that they are of. */
  readonly of: string;
  /** Hexadecimal. */
  readonly key: string;
  readonly people: readonly Person[];
}

/** What `people.py` printed. The programs that are told it print nothing of it. */
export function knownPeople(of: string, key: string, printed: string): KnownPeople {
  learnSecrets([{ name: `${of}/refresh.key`, value: key }]);
  return { of, key, people: z.array(person).parse(JSON.parse(printed)) };
}
