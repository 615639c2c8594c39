import type { InstanceDeclaration } from '../../../environment/environment';
import { roleSoftware } from '../../../environment/role-software';

/** The program that an update of an instance's application replaces; throws for an instance that has none. */
export function programOf({ name, role }: InstanceDeclaration): string {
  const { program } = roleSoftware[role];
  if (program === undefined) throw new Error(`${name} runs no program that is updated by itself`);
  return program;
}
