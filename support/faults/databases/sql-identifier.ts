import { z } from 'zod';

/** A name of a database or a table that needs no quoting. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'expected a name of letters, digits and _' });

/** A condition of SQL, which neither a shell nor a statement's end can be hidden in. */
export const condition = z
  .string()
  .regex(/^[\w ='()]+$/, { error: "expected a condition of letters, digits, spaces, =, ' and parentheses" });
