import { seedContent } from '../../fixtures/content/seed-content';
import { applications, openStore } from '../applications/open-store';
import { takeGoldenSnapshot } from '../environment/golden-snapshot';
import { buildImages } from '../environment/image-builder';
import type { OpenEnvironment } from '../environment/open-environment';
import { provision } from '../environment/provision';
import { writeSeedContent } from '../workload/seed-content';
import { openCloud } from './cloud-door';
import type { ChosenEnvironment } from './environment-file';
import { during, type Progress } from './progress';
import { STATE_FOLDER } from './settings';

/**
 * From whatever is there to a whole environment with its seed content and a golden snapshot; what is there and right
 * is left as it is. The caller closes what it gets.
 */
export async function bringUp(
  { environment, file }: ChosenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEnvironment> {
  const access = await during(progress, 'Cloud', () => openCloud(environment, progress));
  const images = await during(progress, 'Images', () =>
    buildImages({
      connection: access.connection,
      stateFolder: STATE_FOLDER,
      sshPort: environment.access.ssh.port,
      progress,
      signal,
    }),
  );
  const open = await during(progress, `Environment ${environment.name}`, () =>
    provision(environment, { ...access, file, images, progress, signal }),
  );
  try {
    if (open.state.golden === undefined) {
      await during(progress, 'Seed content', () => seed(open, signal));
      await during(progress, 'Golden snapshot', () => takeGoldenSnapshot(open, progress, signal));
    }
    return open;
  } catch (error) {
    open.close();
    throw error;
  }
}

async function seed(open: OpenEnvironment, signal: AbortSignal): Promise<void> {
  const { environment } = open;
  const { requestTimeout } = environment.workload;
  const stores = applications.map((name) =>
    openStore(name, open.applicationAccess('admin'), { requestTimeout }),
  );
  try {
    await writeSeedContent({ stores, items: seedContent(environment.content), signal });
  } finally {
    for (const store of stores) store.close();
  }
}
