import type { Picture } from '../../../reports/design/picture';
import { sequencePicture, type Lane, type SequenceRow } from '../../../reports/design/sequence-picture';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { unitOf } from '../../environment/start-applications';
import { startLayers } from '../../environment/start-order';
import { inWords } from '../../recovery/runbook/render-runbook';

const FIREDRILL: Lane = { id: 'firedrill', title: 'Firedrill' };
const EC2: Lane = { id: 'ec2', title: 'EC2' };

/** sshd runs from the boot on: it is the way in. */
const isStarted = (instance: InstanceDeclaration): boolean => unitOf(instance) !== 'ssh.service';

/** Step 1 and step 2 of `provision`, over all instances. */
export function startUpPicture(environment: Environment): Picture {
  const { instances, access } = environment;
  const bastion = access.ssh.instance;
  const layers = startLayers(instances)
    .map((layer) => layer.filter(isStarted))
    .filter((layer) => layer.length > 0);
  const others = instances.filter(({ name }) => name !== bastion).map(({ name }) => name);
  const started = layers.flat().map(({ name }) => name);
  const behind = [...started, ...others.filter((name) => !started.includes(name))];
  const [first = bastion, ...rest] = behind;
  const lanes = [FIREDRILL, EC2, ...[bastion, ...behind].map((name) => ({ id: name, title: name }))];
  const rows: SequenceRow[] = [
    {
      kind: 'phase',
      text: `Step 1: every instance is made ready, each within ${inWords(environment.startup.init.deadline)}`,
    },
    {
      kind: 'message',
      from: 'firedrill',
      to: 'ec2',
      text: 'VPC, subnets, security groups; data volumes where there are none',
    },
    { kind: 'message', from: 'ec2', to: bastion, text: 'RunInstances: image, user data, data volume' },
    {
      kind: 'message',
      from: 'ec2',
      to: 'firedrill',
      answer: true,
      text: 'the host key, from the console: nobody else is believed',
    },
    {
      kind: 'message',
      from: 'firedrill',
      to: bastion,
      text: 'configuration at its revision, and secrets (over SSH)',
    },
    { kind: 'message', from: 'ec2', to: first, also: rest, text: 'RunInstances of all others, side by side' },
    {
      kind: 'message',
      from: first,
      to: bastion,
      also: rest,
      text: 'each fetches its configuration and the secrets of its role',
    },
    {
      kind: 'message',
      from: first,
      to: 'firedrill',
      also: rest,
      answer: true,
      text: 'each is ready at this revision',
    },
    {
      kind: 'phase',
      text: `Step 2: applications, layer after layer, each within ${inWords(environment.startup.application.deadline)}`,
    },
    ...layers.flatMap((layer): readonly SequenceRow[] => {
      const [one = '', ...more] = layer.map(({ name }) => name);
      const units = [...new Set(layer.map(unitOf))].join(', ');
      return [
        { kind: 'message', from: 'firedrill', to: one, also: more, text: `start ${units}` },
        {
          kind: 'message',
          from: one,
          to: 'firedrill',
          also: more,
          answer: true,
          text: more.length === 0 ? 'answers' : 'each answers',
        },
      ];
    }),
  ];
  return sequencePicture(
    'start-up',
    `Start-up of ${environment.name} in two steps. First ${bastion} is run and given the configuration, then all others side by side, which fetch theirs from it. Then the applications are started: ${layers.map((layer) => layer.map(({ name }) => name).join(', ')).join('; then ')}.`,
    { lanes, rows },
  );
}
