import { z } from 'zod';
import type { Fault } from '../../drill/fault';
import type { InstanceDeclaration } from '../../environment/environment';
import type { FaultContext } from '../fault-context';

/** What makes a fault of a scenario's order. */
export interface Maker {
  /** Reads the parameters; throws a ZodError for others than it takes. */
  readonly parameters: z.ZodType;
  make(context: FaultContext, target: InstanceDeclaration, parameters: never): Fault;
}

export const wholeNumber = z
  .string()
  .regex(/^[1-9]\d*$/, { error: 'expected a whole number' })
  .transform(Number);

/** Ties a fault's parameters to what makes it of them. */
export const maker = <P>(
  parameters: z.ZodType<P>,
  make: (context: FaultContext, target: InstanceDeclaration, parameters: P) => Fault,
): Maker => ({ parameters, make });

/** For faults that take nothing but their target. */
export const none = z.strictObject({});
