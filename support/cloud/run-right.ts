import { hostname } from 'node:os';
import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import type { CloudClock } from './cloud-clock';
import type { CloudSession } from './cloud-session';
import { hasCode, isNotFound } from './ec2-error';
import type { VpcId } from './ids';
import type { ResourceTags } from './resource-tags';
import { tagFilters, tagsOf, tagSpecification } from './tags';

/** The right of one run to change an environment, by the id of what stands for it in the cloud. */
export type RunRight = string & { readonly __id: 'run-right' };

export interface RightTaker {
  readonly run: string;
  /** Unique to a checkout's hold of an environment: whoever knows it knows that no other process of that hold lives. */
  readonly claim: string;
}

export interface RightHolder {
  readonly right: RunRight;
  readonly claim: string;
  /** The run and the machine that it runs on. */
  readonly holder: string;
  /** Seconds since the epoch, by the cloud's clock. */
  readonly since: number;
  readonly until: number;
}

/**
 * One run at a time may change an environment, whatever machine it runs on. EC2 has no locks, but it lets just one
 * security group of a name be made in a VPC (`InvalidGroup.Duplicate`): a group without rules, which no instance is in,
 * stands for the right, and its tags say who has it and until when.
 */
export interface RunRights {
  /** Who has it; undefined when nobody does, or whoever had it let it run out. */
  holder(signal: AbortSignal): Promise<RightHolder | undefined>;
  /** Throws when another run has it. One that has run out is taken over, and one that was taken by the same claim. */
  take(taker: RightTaker, seconds: number, signal: AbortSignal): Promise<RunRight>;
  renew(right: RunRight, seconds: number, signal: AbortSignal): Promise<void>;
  /** Also in the place of a run that is known to be dead. What is gone already is no error. */
  release(right: RunRight, signal: AbortSignal): Promise<void>;
}

export const RIGHT_GROUP = 'firedrill-right';
const holderTag = 'firedrill:right-holder';
const claimTag = 'firedrill:right-claim';
const sinceTag = 'firedrill:right-since';
const untilTag = 'firedrill:right-until';

export function runRightsOf(
  { client, guard, ownTags, environment }: CloudSession,
  vpc: (signal: AbortSignal) => Promise<VpcId | undefined>,
  tags: ResourceTags,
  clock: CloudClock,
): RunRights {
  const find = async (signal: AbortSignal): Promise<RightHolder | undefined> => {
    const answer = await client.send(
      new DescribeSecurityGroupsCommand({
        Filters: [
          ...tagFilters({ 'firedrill:environment': environment }),
          { Name: 'group-name', Values: [RIGHT_GROUP] },
        ],
      }),
      { abortSignal: signal },
    );
    const [found] = answer.SecurityGroups ?? [];
    if (found === undefined) return undefined;
    const own = tagsOf(found.Tags);
    return {
      right: found.GroupId as RunRight,
      claim: own[claimTag] ?? '',
      holder: own[holderTag] ?? 'somebody',
      since: Number(own[sinceTag] ?? 0),
      until: Number(own[untilTag] ?? 0),
    };
  };

  const release: RunRights['release'] = async (right, signal) => {
    try {
      await guard.assertOwn([right], signal);
      await client.send(new DeleteSecurityGroupCommand({ GroupId: right }), { abortSignal: signal });
    } catch (error) {
      // By its id: what another run has made in the meantime has another.
      if (!isNotFound(error) && (await find(signal))?.right === right) throw error;
    }
  };

  const untilValue = (seconds: number): string => String(Math.ceil(clock.now() + seconds));

  return {
    release,

    async holder(signal) {
      const found = await find(signal);
      return found !== undefined && found.until > clock.now() ? found : undefined;
    },

    async take({ run, claim }, seconds, signal) {
      const present = await find(signal);
      const isLeft = present !== undefined && (present.claim === claim || present.until <= clock.now());
      if (isLeft) await release(present.right, signal);
      const vpcId = await vpc(signal);
      if (vpcId === undefined) throw new Error(`${environment} has no VPC`);
      const own = ownTags(
        {
          [holderTag]: `${run} on ${hostname()}`.slice(0, 255),
          [claimTag]: claim,
          [sinceTag]: String(Math.floor(clock.now())),
          [untilTag]: untilValue(seconds),
        },
        RIGHT_GROUP,
      );
      try {
        const answer = await client.send(
          new CreateSecurityGroupCommand({
            VpcId: vpcId,
            GroupName: RIGHT_GROUP,
            Description: 'Stands for the right of one Firedrill run to change this environment',
            TagSpecifications: [tagSpecification('security-group', own)],
          }),
          { abortSignal: signal },
        );
        return answer.GroupId as RunRight;
      } catch (error) {
        if (!hasCode(error, 'InvalidGroup.Duplicate')) throw error;
        const other = await find(signal);
        const since = new Date((other?.since ?? 0) * 1000).toISOString();
        throw new Error(
          `${environment} is held by ${other?.holder ?? 'another run'} since ${since}; wait for its end, or until it has not been renewed for a while`,
          { cause: error },
        );
      }
    },

    renew: (right, seconds, signal) => tags.set(right, { [untilTag]: untilValue(seconds) }, signal),
  };
}
