import { instanceNamed, type InstanceDeclaration } from '../../../environment/environment';
import { quote } from '../../../hosts/shell';
import { action } from '../action';
import { applicationOf, statusOf } from './application-paths';
import { noParameters } from '../no-parameters';
import { seconds } from '../../../drill/time';
import { excerptOf } from '../../../drill/redaction/excerpt';

const askCommand = (instance: InstanceDeclaration): string =>
  `curl --silent --show-error --max-time 10 http://${instance.address}:${String(instance.ingress[0]?.port ?? 0)}${statusOf[applicationOf(instance)].path}`;

/** Asks the application on its own instance, past the web server and the network between. */
export const checkApplicationDirectly = action({
  name: 'check-application-directly',
  parameters: noParameters,
  commands: (_, { environment, target }) => [
    `ssh ${target} '${askCommand(instanceNamed(environment, target))}'`,
  ],
  async run(_, { environment, target, host }, signal) {
    const instance = instanceNamed(environment, target);
    const { expect } = statusOf[applicationOf(instance)];
    const answer = await host(target).run(askCommand(instance), { signal, timeout: seconds(15) });
    const said = excerptOf(answer.stdout.trim() || answer.stderr.trim(), 200);
    if (answer.code !== 0 || !answer.stdout.includes(expect)) {
      throw new Error(`asked on its own instance, ${target} said ${quote(said)}; expected ${expect}`);
    }
    return `asked on its own instance, ${target} says ${said}`;
  },
});
