import { ingressText, type IngressRule, type SecurityGroup } from '../../../cloud/security-groups';
import { instanceNamed } from '../../../environment/environment';
import { ingressRules } from '../../../environment/environment-network';
import type { ActionContext } from '../context';

export interface ComparedGroup {
  readonly group: SecurityGroup;
  readonly declared: readonly IngressRule[];
  /** What the group has too much or too little of, in words. */
  readonly differences: readonly string[];
}

/** The security group of an instance beside what the environment file declares of it. */
export async function compareGroup(
  { environment, cloud, target }: Pick<ActionContext, 'environment' | 'cloud' | 'target'>,
  signal: AbortSignal,
): Promise<ComparedGroup> {
  const vpc = await cloud.network.find(signal);
  if (vpc === undefined) throw new Error(`${environment.name} has no VPC`);
  const groups = await cloud.securityGroups.find(vpc, signal);
  const group = groups.find(({ name }) => name === target);
  if (group === undefined) throw new Error(`${target} of ${environment.name} has no security group`);
  const ids = new Map(groups.map(({ name, id }) => [name, id]));
  const declared = ingressRules(environment, instanceNamed(environment, target), ids);
  const wanted = declared.map(ingressText);
  const differences = [
    ...group.ingress.filter((rule) => !wanted.includes(rule)).map((rule) => `"${rule}" is not declared`),
    ...wanted.filter((rule) => !group.ingress.includes(rule)).map((rule) => `"${rule}" is missing`),
  ];
  return { group, declared, differences };
}
