import { randomUUID } from 'node:crypto';
import type { ExperimentStatus } from '@aws-sdk/client-fis';
import type { Milliseconds } from '../drill/time';
import type { CloudSession } from './cloud-session';
import type { VolumeId } from './ids';
import type { Tags } from './tags';

/** An experiment of AWS Fault Injection Service: `EXP…`. */
export type ExperimentId = string & { readonly __id: 'experiment' };

export interface IoPause {
  /** For how long at most, in whole seconds; the service ends it then by itself. Amazon takes 1 minute to 12 hours. */
  readonly duration: Milliseconds;
  /** ARN of the role by which the service pauses, of the volume's account. */
  readonly role: string;
}

/**
 * Pauses of a volume's I/O, during which no read and no write ends: experiments with `aws:ebs:pause-volume-io`. Source:
 * AWS FIS User Guide, "Pause volume I/O"; the volume must be attached to a running instance.
 */
export interface IoPauses {
  start(volume: VolumeId, pause: IoPause, signal: AbortSignal): Promise<ExperimentId>;
  /** `initiating`, `running`, `failed` and so on, with the service's reason. */
  describe(
    id: ExperimentId,
    signal: AbortSignal,
  ): Promise<{ readonly state: string; readonly reason: string }>;
  /**
   * Ends what this environment has paused of the volume, and takes away what was made for it. Names the experiments that
   * had to be ended; while it names one, it is to be called again.
   */
  end(volume: VolumeId, signal: AbortSignal): Promise<readonly ExperimentId[]>;
}

/** The volume that a template or experiment is about. */
const volumeTag = 'firedrill:volume-io';

const underWay: readonly string[] = [
  'pending',
  'initiating',
  'running',
  'stopping',
] satisfies ExperimentStatus[];

export function ioPausesOf({ fis, region, guard, environment, ownTags }: CloudSession): IoPauses {
  const isOf = (volume: VolumeId, tags: Tags | undefined): boolean =>
    Object.entries(ownTags({ [volumeTag]: volume })).every(([key, value]) => tags?.[key] === value);

  return {
    async start(volume, { duration, role }, signal) {
      await guard.assertOwn([volume], signal);
      const { client, commands } = await fis.open();
      const tags = ownTags({ [volumeTag]: volume });
      const template = await client.send(
        new commands.CreateExperimentTemplateCommand({
          clientToken: randomUUID(),
          description: `${environment}: pause the I/O of ${volume}`,
          roleArn: role,
          stopConditions: [{ source: 'none' }],
          targets: {
            volume: {
              resourceType: 'aws:ec2:ebs-volume',
              resourceArns: [`${arnPrefix(role, region)}:volume/${volume}`],
              selectionMode: 'ALL',
            },
          },
          actions: {
            pause: {
              actionId: 'aws:ebs:pause-volume-io',
              parameters: { duration: `PT${String(Math.ceil(duration / 1000))}S` },
              targets: { Volumes: 'volume' },
            },
          },
          tags,
        }),
        { abortSignal: signal },
      );
      const experimentTemplateId = template.experimentTemplate?.id;
      const started = await client.send(
        new commands.StartExperimentCommand({ clientToken: randomUUID(), experimentTemplateId, tags }),
        { abortSignal: signal },
      );
      const id = started.experiment?.id;
      if (id === undefined) throw new Error(`no experiment pauses ${volume}: the service named none`);
      return id as ExperimentId;
    },

    async describe(id, signal) {
      const { client, commands } = await fis.open();
      const { experiment } = await client.send(new commands.GetExperimentCommand({ id }), {
        abortSignal: signal,
      });
      return { state: experiment?.state?.status ?? 'unknown', reason: experiment?.state?.reason ?? '' };
    },

    async end(volume, signal) {
      await guard.assertOwn([volume], signal);
      const { client, commands } = await fis.open();
      const ended: ExperimentId[] = [];
      for await (const { experiments } of commands.paginateListExperiments(
        { client },
        {},
        { abortSignal: signal },
      )) {
        for (const { id, state, tags } of experiments ?? []) {
          if (id === undefined || !isOf(volume, tags) || !underWay.includes(state?.status ?? '')) continue;
          if (state?.status !== 'stopping')
            await client.send(new commands.StopExperimentCommand({ id }), { abortSignal: signal });
          ended.push(id as ExperimentId);
        }
      }
      for await (const { experimentTemplates } of commands.paginateListExperimentTemplates(
        { client },
        {},
        { abortSignal: signal },
      )) {
        for (const { id, tags } of experimentTemplates ?? []) {
          if (isOf(volume, tags))
            await client.send(new commands.DeleteExperimentTemplateCommand({ id }), { abortSignal: signal });
        }
      }
      return ended;
    },
  };
}

/** `arn:aws:ec2:eu-west-1:123456789012`, for the partition and account of a role. */
function arnPrefix(role: string, region: string): string {
  const [arn = '', partition = '', , , account = ''] = role.split(':');
  return [arn, partition, 'ec2', region, account].join(':');
}
