import { applicationsOf, type Environment } from '../../environment/environment';
import { wrongInStopCondition } from '../../environment/stop-condition-checks';
import type { Catalogue } from '../catalogue/catalogue';
import { DefinitionError } from '../catalogue/located-yaml';

/** Throws a DefinitionError, with file and line, of every stop condition that could never be met on this environment. */
export function checkStopConditions({ drills }: Catalogue, environment: Environment): void {
  const { monitoring, workload } = environment;
  const observable = {
    devices: monitoring.devices.map(({ name }) => name),
    applications: applicationsOf(environment),
    rates: workload.rates,
  };
  const problems = drills.flatMap(({ scenario, at }) =>
    scenario.stop.flatMap((condition, index) => {
      const wrong = wrongInStopCondition(condition, observable);
      return wrong === undefined ? [] : [at(['stop', index, wrong.key], wrong.message)];
    }),
  );
  if (problems.length > 0) throw new DefinitionError(problems);
}
