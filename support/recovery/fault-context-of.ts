import type { OpenEnvironment } from '../environment/open-environment';
import { instanceNamed } from '../environment/environment';
import { replaceInstance } from '../environment/replace-instance';
import { startInstance } from '../environment/start-instance';
import { startApplication } from '../environment/start-applications';
import { asRoot } from '../faults/as-root';
import type { FaultContext } from '../faults/fault-context';
import { roleSoftware } from '../faults/role-software';

/** What faults need of an open environment, and no more. */
export function faultContextOf(open: OpenEnvironment, seed: number): FaultContext {
  return {
    environment: open.environment,
    seed,
    cloud: open.cloud,
    host: (name) => open.host(name),
    lastSnapshotAt: () => open.lastSnapshotAt(),
    startInstance: async (name, signal) => {
      await startInstance(open, name, signal);
    },
    replaceInstance: async (name, signal) => {
      const declaration = instanceNamed(open.environment, name);
      await replaceInstance(open, name, signal);
      for (const file of roleSoftware[declaration.role].staleFiles) {
        await asRoot(open.host(name), `rm -f ${file}`, { signal });
      }
      await startApplication(open, declaration, signal);
    },
  };
}
