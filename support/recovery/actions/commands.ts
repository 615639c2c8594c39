import { instanceNamed, type Environment } from '../../environment/environment';

/** What a person types to run a command on an instance; `ssh` reads the environment's SSH configuration. */
export const onInstance = (instance: string, command: string): string =>
  `ssh ${instance} ${singleQuoted(`sudo ${command}`)}`;

/** One word for the shell here, which fills in nothing of it: that is for the shell there. */
const singleQuoted = (text: string): string =>
  text.includes("'") ? JSON.stringify(text).replaceAll(/[$`]/g, '\\$&') : `'${text}'`;

/** Filters for the AWS command line: this environment's, and of this name. */
export const filters = (environment: Environment, name: string): string =>
  `--filters Name=tag:firedrill:environment,Values=${environment.name} Name=tag:Name,Values=${name}`;

/** Sets `$volume` to the id of an instance's data volume. */
export const dataVolumeCommand = (environment: Environment, instance: string): string =>
  `volume=$(aws ec2 describe-volumes ${filters(environment, instance)} Name=tag:firedrill:volume,Values=data --query 'Volumes[0].VolumeId' --output text)`;

/** Sets `$instance` to the id of the instance that is not terminated. */
export const instanceCommand = (environment: Environment, instance: string): string =>
  `instance=$(aws ec2 describe-instances ${filters(environment, instance)} Name=instance-state-name,Values=pending,running --query 'Reservations[0].Instances[0].InstanceId' --output text)`;

/** Asks the web server as users do, with the environment's certificate authority. */
export function throughWebCommand(environment: Environment, path: string, user?: string): string {
  const { hostname, port, instance } = environment.access.https;
  const address = instanceNamed(environment, instance).public
    ? '"$WEB_ADDRESS"'
    : instanceNamed(environment, instance).address;
  const login = user === undefined ? '' : ` --user ${user}`;
  return `curl --fail --cacert .firedrill/${environment.name}/keys/ca.pem --connect-to ${hostname}:443:${address}:${String(port)}${login} 'https://${hostname}${path}'`;
}
