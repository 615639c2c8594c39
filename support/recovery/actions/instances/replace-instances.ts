import { z } from 'zod';
import { all } from '../../../environment/turns';
import { action } from '../action';
import { instanceNames } from '../instance-names';
import { replaceInstance } from './replace-instance';

/** As `replace-instance`, several at a time: none of them needs another to be initialised. */
export const replaceInstances = action({
  name: 'replace-instances',
  parameters: z.strictObject({ instances: instanceNames }),
  commands: ({ instances }, facts) =>
    instances.flatMap((target) => replaceInstance.commands({}, { ...facts, target })),
  async run({ instances }, context, signal) {
    const said = await all(
      instances.map((target) => replaceInstance.run({}, { ...context, target }, signal)),
    );
    return said.join('; ');
  },
});
