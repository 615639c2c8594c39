import { z } from 'zod';

/** A parameter that names several instances, a blank between them. */
export const instanceNames = z
  .string()
  .regex(/^[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*$/, {
    error: 'expected names of instances, a blank between them',
  })
  .transform((text) => text.split(' '));
