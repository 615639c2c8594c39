import { z } from 'zod';

/** The distinguished name of an entry of the directory, without what would have to be escaped. */
export const distinguishedName = z
  .string()
  .regex(/^\w+=[\w-]+(,\w+=[\w-]+)+$/, { error: 'expected a distinguished name' });
