import type { Picture } from '../../../reports/design/picture';
import { sequencePicture, type SequenceRow } from '../../../reports/design/sequence-picture';
import type { Environment, InstanceDeclaration } from '../../environment/environment';
import { initSteps } from './init-steps';
import { toldAtBoot } from './told-at-boot';

/** From the first boot of an instance until it is ready for its application. */
export function contextualizationPicture(environment: Environment, example: InstanceDeclaration): Picture {
  const { files, commands } = toldAtBoot(environment, example);
  const bastion = environment.access.ssh.instance;
  const lanes = [
    { id: 'ec2', title: 'EC2' },
    { id: 'host', title: example.name },
    { id: bastion, title: bastion },
  ];
  const rows: SequenceRow[] = [
    { kind: 'phase', text: 'At the first boot' },
    { kind: 'message', from: 'host', to: 'ec2', text: 'cloud-init: who am I? (metadata service, IMDSv2)' },
    { kind: 'message', from: 'ec2', to: 'host', answer: true, text: 'user data' },
    ...files.map((file): SequenceRow => ({ kind: 'note', at: 'host', text: `cloud-init writes ${file}` })),
    ...commands.map((command): SequenceRow => ({ kind: 'note', at: 'host', text: command })),
    { kind: 'phase', text: 'At each boot: firedrill-init' },
    ...initSteps().flatMap(({ text: words, asksBastion }): readonly SequenceRow[] =>
      asksBastion
        ? [{ kind: 'message', from: 'host', to: bastion, text: words.replaceAll('`', '') }]
        : [{ kind: 'note', at: 'host', text: words.replaceAll('`', '') }],
    ),
  ];
  return sequencePicture(
    'contextualization',
    `How ${example.name} becomes what it is to be: its user data from the metadata service, then ${initSteps()
      .map(({ text: words }) => words.replaceAll('`', ''))
      .join('; ')}.`,
    { lanes, rows },
  );
}
