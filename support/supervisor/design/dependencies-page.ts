import { heading, shown, table, text, type DesignPage } from '../../../reports/design/design-page';
import { graphPicture } from '../../../reports/design/graph-picture';
import type { Picture } from '../../../reports/design/picture';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { unitOf } from '../../environment/start-applications';
import { startLayers } from '../../environment/start-order';

/** Who depends on whom, and in which order they are started. */
export async function dependenciesPage(environment: Environment): Promise<DesignPage> {
  const { instances } = environment;
  const alone = instances.filter((instance) => isAlone(instance, instances)).map(({ name }) => name);
  return {
    name: 'dependencies',
    title: 'Who depends on whom',
    blocks: [
      shown(await dependenciesPicture(environment)),
      text(
        `An arrow leads from who needs to who is needed: an application is started when all that it needs answer. ${alone.length === 0 ? '' : `Not drawn are ${alone.join(', ')}: their start needs nobody, and nobody's start needs them. `}Besides, every host takes its configuration from \`${environment.access.ssh.instance}\`, but comes up at a boot without it: it keeps what it has taken.`,
      ),
      heading('Who is needed by whom'),
      table(
        ['Instance', 'Needed by', 'Needed by, also through others'],
        instances.map(({ name }) => [
          `**${name}**`,
          directly(name, instances).join(', ') || '–',
          [...affectedBy(name, instances)].join(', ') || '–',
        ]),
      ),
      text(
        'What people cannot do while one of them is away, and what is done then, the failure scenarios say. Where one of several is away, what does not need it goes on.',
      ),
      heading('Order of the start'),
      table(
        ['Layer', 'Instances', 'What is started'],
        startLayers(instances).map((layer, index) => [
          String(index + 1),
          layer.map(({ name }) => name).join(', '),
          [...new Set(layer.map(unitOf))].map((unit) => `\`${unit}\``).join(', '),
        ]),
      ),
      text('They are stopped in the reverse order. [The start-up](page:start-up) has it as a sequence.'),
    ],
  };
}

type Instances = readonly InstanceDeclaration[];

const directly = (name: string, instances: Instances): readonly string[] =>
  instances.filter(({ dependsOn }) => dependsOn.includes(name)).map((instance) => instance.name);

/** All that need it, and that need those; in the order of the file. The file was checked to have no cycle. */
export function affectedBy(name: string, instances: Instances): ReadonlySet<string> {
  const affected = new Set(directly(name, instances).flatMap((one) => [one, ...affectedBy(one, instances)]));
  return new Set(instances.map((instance) => instance.name).filter((one) => affected.has(one)));
}

const isAlone = ({ name, dependsOn }: InstanceDeclaration, instances: Instances): boolean =>
  dependsOn.length === 0 && directly(name, instances).length === 0;

function dependenciesPicture({ instances, name }: Environment): Promise<Picture> {
  const drawn = instances.filter((instance) => !isAlone(instance, instances));
  const needs = drawn.filter(({ dependsOn }) => dependsOn.length > 0);
  return graphPicture(
    'dependencies',
    `Who depends on whom in ${name}: ${needs.map((one) => `${one.name} needs ${one.dependsOn.join(', ')}`).join('; ')}.`,
    {
      nodes: drawn.map((instance) => ({
        id: instance.name,
        title: instance.name,
        lines: [unitOf(instance)],
      })),
      groups: [],
      edges: drawn.flatMap(({ name: from, dependsOn }) => dependsOn.map((to) => ({ from, to }))),
    },
  );
}
