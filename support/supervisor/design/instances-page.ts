import {
  heading,
  list,
  shown,
  table,
  text,
  type Block,
  type DesignPage,
} from '../../../reports/design/design-page';
import { graphPicture } from '../../../reports/design/graph-picture';
import type { Picture } from '../../../reports/design/picture';
import { characterizationOf, isCharacterized, ownCharacterization } from '../../environment/characterization';
import type { Environment, InstanceDeclaration, Role } from '../../environment/environment';
import { secretsOfRoles } from '../../environment/secrets';
import { unitOf } from '../../environment/start-applications';
import { isStandIn, madeOf, purposeOf } from './image-facts';

/** Every instance and its image, and what an instance of each image is. */
export async function instancesPage(environment: Environment): Promise<DesignPage> {
  const { instances } = environment;
  const roles = [...new Set(instances.map(({ role }) => role))];
  return {
    name: 'instances',
    title: 'Instances and images',
    blocks: [
      text(
        'One instance for each system, each of an image of its own and with a data volume of its own. An instance that is lost is run anew of its image, at the same address, on the same [data volume](page:volumes).',
      ),
      heading('Instances'),
      table(
        [
          'Instance',
          'Image',
          'Type',
          'Subnet',
          'Private address',
          'Public address',
          'Runs',
          'Instance profile',
        ],
        instances.map((instance) => [
          `**${instance.name}**`,
          instance.role,
          instance.type,
          instance.subnet,
          `\`${instance.address}\``,
          publicWords(instance),
          `\`${unitOf(instance)}\`${isStandIn(instance.role) ? ', a stand-in' : ''}`,
          instance.profile === undefined ? '–' : `\`${instance.profile}\``,
        ]),
      ),
      text(
        `The licensed products cannot be shipped: in the embedded environment ${words(roles.filter(isStandIn))} are stand-ins with the products' own paths, files and states.`,
      ),
      heading('What the images are made of'),
      shown(await imagesPicture(instances)),
      text(
        'An image is made by running an instance of the one before it, its `install.sh` there, and `CreateImage`. It is made anew when a file of its folder in `fixtures/images` changes, or the image before it.',
      ),
      ...baseBlocks(roles),
      ...roles.flatMap(imageBlocks),
    ],
  };
}

const publicWords = ({ public: isPublic, elasticIp }: InstanceDeclaration): string =>
  isPublic ? (elasticIp ? 'Elastic IP address' : 'of the subnet') : '–';

function imagesPicture(instances: readonly InstanceDeclaration[]): Promise<Picture> {
  const chains = instances.map(({ role }) => madeOf(role));
  const images = [...new Set(chains.flat())];
  const edges = new Map(
    chains.flatMap((chain) => chain.slice(1).map((image, index) => [image, chain[index] ?? image] as const)),
  );
  const madeFrom = (parent: string): string => {
    const images = [...edges].filter(([, from]) => from === parent).map(([image]) => image);
    return `${images.length === 1 ? 'is' : 'are'} made ${words(images)}`;
  };
  const runs = (image: string): readonly string[] => {
    const instance = instances.find(({ role }) => role === image);
    return instance === undefined
      ? []
      : [unitOf(instance), ...(isStandIn(instance.role) ? ['stand-in'] : [])];
  };
  const [debian = '', ...own] = images;
  return graphPicture(
    'images',
    `The images: ${[...new Set(edges.values())].map((parent) => `of ${parent} ${madeFrom(parent)}`).join('; ')}.`,
    {
      nodes: [
        { id: debian, title: debian, lines: ['Debian’s image'], shape: 'outside' },
        ...own.map((image) => ({ id: image, title: image, lines: runs(image) })),
      ],
      groups: [],
      edges: [...edges].map(([image, parent]) => ({ from: parent, to: image })),
    },
  );
}

/** What all images begin with, and what they say of themselves. */
function baseBlocks(roles: readonly Role[]): readonly Block[] {
  const common = [...new Set(roles.flatMap((role) => madeOf(role).slice(1, -1)))];
  return common.flatMap((image) => {
    const { packages, accounts, ports, settings, masked } = ownCharacterization(image);
    return [
      heading(`Image ${image}`),
      text(`${purposeOf(image)} Its characterization, which every image made of it has, too:`),
      list([
        `${String(packages.length)} packages of Debian: \`fixtures/images/${image}/characterization.yaml\` names them`,
        `accounts: ${codes(accounts)}`,
        `listens on ${codes(ports.map(String))}`,
        `sshd: ${settingsWords(settings.sshd)}`,
        `kernel: ${settingsWords(settings.sysctl)}`,
        `never started: ${codes(masked)}`,
      ]),
    ];
  });
}

function imageBlocks(role: Role): readonly Block[] {
  const secrets = secretsOfRoles()[role];
  const given = `secrets that its hosts are given, by name: ${secrets.length === 0 ? 'none' : codes(secrets)}`;
  const head = [heading(`Image ${role}`), text(purposeOf(role))];
  if (!isCharacterized(role))
    return [
      ...head,
      list(['no characterization: what runs there is not compared with what it should be', given]),
    ];
  const own = ownCharacterization(role);
  const { health } = characterizationOf(role);
  return [
    ...head,
    list([
      ...(own.packages.length === 0 ? [] : [`packages besides: ${codes(own.packages)}`]),
      ...(own.accounts.length === 0 ? [] : [`accounts besides: ${codes(own.accounts)}`]),
      ...(own.ports.length === 0 ? [] : [`listens besides on ${codes(own.ports.map(String))}`]),
      ...(own.masked.length === 0 ? [] : [`never started: ${codes(own.masked)}`]),
      `healthy while \`${health.unit}\` is active and this ends with 0: \`${health.command}\``,
      given,
    ]),
  ];
}

const codes = (texts: readonly string[]): string => texts.map((each) => `\`${each}\``).join(', ');

const settingsWords = (settings: Readonly<Record<string, string>>): string =>
  codes(Object.entries(settings).map(([name, value]) => `${name} ${value}`));

const words = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
