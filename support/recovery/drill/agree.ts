/** Throws unless they are equal: a feature's words and its failure scenario say the same thing, or neither is to be trusted. */
export function agree(what: string, said: unknown, declared: unknown): void {
  const [feature, scenario] = [JSON.stringify(said), JSON.stringify(declared)];
  if (feature !== scenario) {
    throw new Error(`${what}: the feature says ${feature}, but the failure scenario says ${scenario}`);
  }
}
