import { list, table, text, type DesignPage } from '../../../reports/design/design-page';
import { webOrigin } from '../../environment/configuration';
import type { Environment } from '../../environment/environment';
import type { DrillDefinition } from '../../recovery/catalogue/catalogue';
import { dependenciesPage } from './dependencies-page';
import { instancesPage } from './instances-page';
import { monitoringPage } from './monitoring-page';
import { networkPage } from './network-page';
import { ARCHIVE, followedIn, recoveryPage } from './recovery-page';
import { startUpPage } from './start-up-page';
import { volumesPage } from './volumes-page';

/** The name of the page that the others stand below. */
export const FIRST = 'README';

/**
 * The design documentation of an environment, from the files that it is made of: the environment file, the images, the
 * runbooks, and the code that brings it up. The first page leads to the others.
 */
export async function designPages(
  environment: Environment,
  drills: readonly DrillDefinition[],
): Promise<readonly DesignPage[]> {
  const still = [
    await instancesPage(environment),
    await networkPage(environment),
    await volumesPage(environment, followedIn(drills, ARCHIVE).runbook),
    await dependenciesPage(environment),
    monitoringPage(environment),
  ];
  const moving = [startUpPage(environment), recoveryPage(environment, drills)];
  return [firstPage(environment, still, moving), ...still, ...moving];
}

function firstPage(
  environment: Environment,
  still: readonly DesignPage[],
  moving: readonly DesignPage[],
): DesignPage {
  const { name, stackDescription, cloud, network, instances, access } = environment;
  const links = (pages: readonly DesignPage[]) =>
    list(pages.map((page) => `[${page.title}](page:${page.name})`));
  return {
    name: FIRST,
    title: `Design of ${name}`,
    blocks: [
      text(`${stackDescription}.`),
      text(
        'Every page and picture is generated from the files that the environment itself is made of: its environment file, `fixtures/images`, `scenarios/runbooks`. A change there changes them.',
      ),
      table(
        ['', ''],
        [
          ['Cloud', cloud.endpoint === 'embedded' ? 'embedded, EC2-compatible' : `\`${cloud.endpoint}\``],
          ['Region', cloud.region],
          ['VPC', `\`${network.cidr}\`, ${String(network.subnets.length)} subnets`],
          ['Instances', String(instances.length)],
          ['For people', `\`${webOrigin(environment)}\``],
          ['For operators', `SSH through \`${access.ssh.instance}\``],
          ['Faults', environment.protected ? 'refused: it is protected' : 'it is broken on purpose'],
        ],
      ),
      text('**How it is built**'),
      links(still),
      text('**What happens in it**'),
      links(moving),
    ],
  };
}
