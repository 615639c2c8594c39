import type { Fault } from '../../drill/fault';
import { componentsOf, type Environment } from '../../environment/environment';
import type { EnvironmentState } from '../../environment/environment-state';
import type { FaultContext } from '../../faults/fault-context';
import { faultNames, makeFault } from '../../faults/faults';
import { GuardRails } from '../../safety/guard-rails';
import { EnvironmentProtected, protectionHere, refuseFor } from '../../safety/protection';

export interface Refused {
  readonly asked: number;
  /** What was not refused for being protected. */
  readonly letThrough: readonly string[];
}

/**
 * Asks for every fault there is on an environment, as it is declared, and for a passage of the guard rails for each of its
 * systems. Nothing of it would be injected: faults are made and not used, and the one that asks for passage does nothing.
 */
export async function refusedOn(
  environment: Environment,
  state: EnvironmentState | undefined,
  signal: AbortSignal,
): Promise<Refused> {
  const protection = protectionHere({ environment, state });
  const declared = { ...environment, protected: environment.protected || state?.protected === true };
  const requests: (readonly [string, () => unknown])[] = [
    ['a run of drills', () => refuseFor(environment.name, 'A run of drills', protection)],
    ...componentsOf(environment).flatMap(({ name }) => {
      const rails = new GuardRails({
        environment: declared,
        protection: () => Promise.resolve(protection),
        disputes: () => Promise.resolve([]),
      });
      return [
        [`passage for a fault on ${name}`, () => rails.admit(nothing(name), undefined, signal)] as const,
        ...faultNames.map(
          (fault) =>
            [
              `${fault} on ${name}`,
              () =>
                makeFault({ environment: declared } as FaultContext, {
                  name: fault,
                  target: name,
                  parameters: {},
                }),
            ] as const,
        ),
      ];
    }),
  ];
  const letThrough: string[] = [];
  for (const [what, ask] of requests) {
    try {
      await ask();
      letThrough.push(what);
    } catch (error) {
      if (!(error instanceof EnvironmentProtected)) letThrough.push(what);
    }
  }
  return { asked: requests.length, letThrough };
}

const nothing = (instance: string): Fault => ({
  name: 'no-op',
  strikes: [instance],
  plan: () => Promise.resolve([]),
  leases: () => Promise.resolve([]),
  inject: () => Promise.reject(new Error('it is only asked for')),
  prove: () => Promise.resolve({ result: 'skipped', observed: 'it was only asked for' }),
});
