/** Milliseconds. Fractions are kept: the clock's resolution is a microsecond. */
export type Milliseconds = number & { readonly __unit: 'ms' };

export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
export const seconds = (value: number): Milliseconds => milliseconds(value * 1000);
export const minutes = (value: number): Milliseconds => seconds(value * 60);
export const hours = (value: number): Milliseconds => minutes(value * 60);

/** A moment of a drill: milliseconds since its clock started, with the error bar of the measurement. */
export interface Instant {
  readonly at: Milliseconds;
  /** The true moment lies within `at ± error`. */
  readonly error: Milliseconds;
}
