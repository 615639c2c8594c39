import type { Fault } from '../drill/fault';
import { instanceNamed } from '../environment/environment';
import { protectionHere, refuseFor } from '../safety/protection';
import type { FaultContext } from './fault-context';
import { applicationMakers } from './makers/application-makers';
import { dataMakers } from './makers/data-makers';
import { databaseMakers } from './makers/database-makers';
import { networkMakers } from './makers/network-makers';
import { instanceMakers } from './makers/instance-makers';
import { attackMakers } from './makers/attack-makers';
import type { Maker } from './makers/maker';

/** A fault as a failure scenario names it. */
export interface FaultOrder {
  readonly name: string;
  /** The instance that it breaks. */
  readonly target: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const makers: Readonly<Record<string, Maker>> = {
  ...applicationMakers,
  ...dataMakers,
  ...databaseMakers,
  ...networkMakers,
  ...instanceMakers,
  ...attackMakers,
};

export const faultNames: readonly string[] = Object.keys(makers);

/** Makes a fault; nothing is touched. Throws for an unknown fault, instance or parameter, and on a protected environment. */
export function makeFault(context: FaultContext, order: FaultOrder): Fault {
  const { environment } = context;
  refuseFor(environment.name, `${order.name} on ${order.target}`, protectionHere({ environment }));
  const found = makers[order.name];
  if (found === undefined) {
    throw new Error(`there is no fault "${order.name}"; expected one of ${faultNames.join(', ')}`);
  }
  const parameters = found.parameters.parse(order.parameters) as never;
  return found.make(context, instanceNamed(environment, order.target), parameters);
}

/** What is wrong with a fault's parameters, a sentence each; empty when nothing is, or when there is no such fault. */
export function faultProblems(name: string, parameters: FaultOrder['parameters']): readonly string[] {
  const parsed = makers[name]?.parameters.safeParse(parameters);
  if (parsed === undefined || parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
}
