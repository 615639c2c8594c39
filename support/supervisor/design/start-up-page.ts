import {
  details,
  heading,
  list,
  shown,
  table,
  text,
  type DesignPage,
} from '../../../reports/design/design-page';
import { instanceNamed, type Environment, type InstanceDeclaration } from '../../environment/environment';
import { inWords } from '../../recovery/runbook/render-runbook';
import { contextualizationPicture } from './contextualization-picture';
import { initSteps } from './init-steps';
import { startUpPicture } from './start-up-picture';
import { toldAtBoot } from './told-at-boot';

/** How an environment comes up, all instances together and one by itself. */
export function startUpPage(environment: Environment): DesignPage {
  const { init, application } = environment.startup;
  const example = exampleOf(environment);
  const { files, commands, facts } = toldAtBoot(environment, example);
  return {
    name: 'start-up',
    title: 'Start-up and contextualization',
    blocks: [
      heading('In two steps'),
      text(
        `Step 1 makes every instance ready: it may take ${inWords(init.deadline)} each. Step 2 starts the applications in the order in which they [depend on each other](page:dependencies): each may take ${inWords(application.deadline)} to answer.${application.atBoot ? ' A host starts its application by itself as soon as it is ready.' : ' No application starts by itself, at a boot neither: one that starts before what it needs may break.'}`,
      ),
      shown(startUpPicture(environment)),
      heading('One host: contextualization'),
      text(
        'An image knows nothing of the environment that it runs in. A new host is told who it is by its user data, and fetches the rest from the bastion. The same happens at each boot but the first part, for cloud-init reads user data once.',
      ),
      shown(contextualizationPicture(environment, example)),
      details(
        `What ${example.name} is told`,
        text(
          `cloud-init writes ${files.map((file) => `\`${file}\``).join(' and ')}, readable by root alone, and runs ${commands.map((command) => `\`${command}\``).join(' and ')}.`,
        ),
        table(
          ['In instance.json', 'Is'],
          Object.entries(facts).map(([name, value]) => [`\`${name}\``, `\`${value}\``]),
        ),
      ),
      heading('What a host does at each boot'),
      list(
        initSteps().map(({ text: words, asksBastion }) =>
          asksBastion ? `fetches from the bastion: ${words}` : words,
        ),
      ),
    ],
  };
}

/** An instance like any other: not the one that hands out the configuration, if there is one besides. */
const exampleOf = (environment: Environment): InstanceDeclaration => {
  const bastion = instanceNamed(environment, environment.access.ssh.instance);
  return (
    environment.instances.find(({ name, dependsOn }) => name !== bastion.name && dependsOn.length > 0) ??
    bastion
  );
};
