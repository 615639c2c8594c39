import { heading, shown, table, text, type DesignPage } from '../../../reports/design/design-page';
import { graphPicture } from '../../../reports/design/graph-picture';
import type { Picture } from '../../../reports/design/picture';
import { characterizationOf, isCharacterized } from '../../environment/characterization';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { roleSoftware } from '../../environment/role-software';
import { inWords } from '../../recovery/runbook/render-runbook';
import type { FilledRunbook } from '../../recovery/runbook/runbook';

/** The data volumes, what each keeps to, and which archive has them; `archive` is the runbook that takes it. */
export async function volumesPage(environment: Environment, archive: FilledRunbook): Promise<DesignPage> {
  const { keep, maxAge } = environment.archive;
  const { daily, weekly } = keep;
  return {
    name: 'volumes',
    title: 'Data volumes and their archive',
    blocks: [
      text(
        'What must not be lost lies on data volumes (EBS, XFS), and nothing of it on root disks: those are of the image. A volume outlives its instance.',
      ),
      shown(await volumesPicture(environment, archive)),
      text(
        `The archive is taken as [${archive.title}](runbook:${archive.id}) says. Kept are the last archives of ${String(daily)} days and of ${String(weekly)} weeks, and the last good one always. The monitor raises an alarm when the last copy off site is older than ${inWords(maxAge)}${environment.archive.daily ? ', and when none is there by then' : ''}.`,
      ),
      heading('Volumes'),
      table(
        ['Instance', 'Size', 'Device', 'Mounted at', 'Written by', 'Its data'],
        environment.instances.map(({ name, role, volume }) => [
          `**${name}**`,
          `${String(volume.sizeGiB)} GiB`,
          `\`${volume.device}\``,
          `\`${volume.mount}\``,
          `\`${roleSoftware[role].user}\``,
          `\`${roleSoftware[role].folder}\``,
        ]),
      ),
      heading('What each volume keeps to'),
      text(
        'The characterization of volumes. It is compared with what is there by [the check of images and volumes](runbook:check-images-and-volumes), and each difference is named.',
      ),
      table(
        ['Instance', 'Used at most', 'Grows in a day by at most', 'Last good archive at most'],
        environment.instances.filter(({ role }) => isCharacterized(role)).map(characterRow),
      ),
    ],
  };
}

function characterRow({ name, role }: InstanceDeclaration): readonly string[] {
  const { used, dailyGrowth, archived } = characterizationOf(role).volume;
  return [
    `**${name}**`,
    `${String(Math.round(used * 100))} %`,
    `${String(dailyGrowth / 1024 ** 2)} MiB`,
    archived === undefined ? 'in no archive' : `${inWords(archived)} old`,
  ];
}

/** The instances that an archive's runbook names: those whose volumes are in it. */
const instancesNamedIn = ({ steps }: FilledRunbook): readonly string[] =>
  steps.flatMap(({ parameters }) => parameters['instances']?.split(/\s+/) ?? []);

function volumesPicture(environment: Environment, archive: FilledRunbook): Promise<Picture> {
  const named = new Set(instancesNamedIn(archive));
  const archived = environment.instances.map(({ name }) => name).filter((name) => named.has(name));
  const copier = archive.steps.find(({ action }) => action === 'copy-archive-off-site')?.target;
  const store = environment.instances.find(({ role }) => role === 'offsite');
  const volume = ({ name, volume: { sizeGiB, mount } }: InstanceDeclaration) => ({
    ...{ id: name, title: name, lines: [mount, `${String(sizeGiB)} GiB`], shape: 'volume' as const },
  });
  const inArchive = environment.instances.filter(({ name }) => archived.includes(name));
  const others = environment.instances.filter(({ name }) => !archived.includes(name) && name !== store?.name);
  return graphPicture(
    'volumes',
    `The archive has the data volumes of ${archived.join(', ') || 'none'}${store === undefined || copier === undefined ? '' : `; ${copier} copies it to the volume of ${store.name}`}. In no archive: ${others.map(({ name }) => name).join(', ') || 'none'}.`,
    {
      nodes: [
        { id: 'archive', title: 'Archive', lines: ['EBS snapshots of all of', 'them in one moment'] },
        ...(store === undefined ? [] : [volume(store)]),
      ],
      groups: [
        { id: 'archived', title: 'In the archive', nodes: inArchive.map(volume) },
        ...(others.length === 0 ? [] : [{ id: 'others', title: 'In no archive', nodes: others.map(volume) }]),
      ],
      edges: [
        ...inArchive.map(({ name }) => ({ from: name, to: 'archive' })),
        ...(store === undefined || copier === undefined
          ? []
          : [{ from: 'archive', to: store.name, label: `${copier}: restic over SFTP` }]),
      ],
    },
  );
}
