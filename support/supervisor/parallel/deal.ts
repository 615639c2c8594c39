/** Deals things out in turn, as cards are: to the first, the second, … and the first again. Nobody gets two more than another. */
export const deal = <T>(things: readonly T[], hands: number): readonly (readonly T[])[] =>
  Array.from({ length: hands }, (_, hand) => things.filter((_thing, index) => index % hands === hand));
