import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { designFiles } from '../design/design-files';
import { designPages, FIRST } from '../design/design-pages';
import { readDrills } from '../drills';
import { chooseEnvironment, DEFAULT_ENVIRONMENT } from '../environment/environment-file';
import { REPORTS_FOLDER } from '../settings';
import { writeFiles } from '../output/write-page';

export function designCommand(): Command {
  return new Command('design')
    .description('write the design documentation of an environment: pages in Markdown, pictures in SVG')
    .argument('[environment]', 'its name in fixtures/environments, or a file', DEFAULT_ENVIRONMENT)
    .option(
      '--out <folder>',
      'where to; files of the same names are replaced. Unless told, in reports/out/design',
    )
    .addHelpText(
      'after',
      `
Examples:
  firedrill design                                 staging
  firedrill design ./production.yaml --out /srv/wiki/production

Instances, images, network, ports, volumes, dependencies and monitoring; start-up, contextualization, archive and recovery as
sequences. All of it is made of the environment file, fixtures/images and scenarios/runbooks; nothing is asked of a cloud.
firedrill publish brings the same to Confluence.`,
    )
    .action(async (name: string, { out }: { readonly out?: string }) => {
      const { environment } = chooseEnvironment(name);
      const folder = out === undefined ? join(REPORTS_FOLDER, 'design', environment.name) : resolve(out);
      const files = await designFiles(await designPages(environment, readDrills().drills), []);
      writeFiles(folder, files);
      process.stdout.write(
        `${relative(process.cwd(), join(folder, `${FIRST}.md`))}: ${String(files.size)} files\n`,
      );
    });
}
