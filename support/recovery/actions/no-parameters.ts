import { z } from 'zod';

/** For actions that take nothing but their target. */
export const noParameters = z.strictObject({});
