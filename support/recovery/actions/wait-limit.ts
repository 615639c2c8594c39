import { milliseconds, type Milliseconds } from '../../drill/time';

/** A wait within a step ends a little before the step's budget, so that its error says what was seen last. */
export const waitLimit = (budget: Milliseconds): Milliseconds => milliseconds(budget * 0.95);
