import { action } from '../action';
import { noParameters } from '../no-parameters';

/** Tries the key that the administrators had, on every instance; fails where one lets it in. */
export const checkKeyIsRefused = action({
  name: 'check-key-is-refused',
  parameters: noParameters,
  commands: (_, { environment }) =>
    environment.instances.map(
      ({ name }) => `ssh -i OLD_KEY -o IdentitiesOnly=yes ${name} true  # Permission denied (publickey)`,
    ),
  async run(_, { environment, whoRefuses, facts }, signal) {
    if (facts.retiredKey === undefined) throw new Error('no earlier step has retired a key');
    const refusing = await whoRefuses(facts.retiredKey, signal);
    const others = environment.instances.map(({ name }) => name).filter((name) => !refusing.includes(name));
    if (others.length > 0) throw new Error(`the old key is still let in on ${others.join(', ')}`);
    return `the old key was tried and refused on all ${String(refusing.length)} instances`;
  },
});
