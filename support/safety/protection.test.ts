import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  credentials,
  region,
  startCloudInMemory,
  type CloudInMemory,
} from '../../fixtures/cloud/server/cloud-in-memory';
import { connectCloud, type Cloud } from '../cloud/connect-cloud';
import type { VpcId } from '../cloud/ids';
import { leaseId } from '../drill/lease';
import { hours } from '../drill/time';
import { endEnvironmentLease, environmentLease } from '../environment/environment-lease';
import type { EnvironmentState } from '../environment/environment-state';
import { OpenEnvironment } from '../environment/open-environment';
import { readEnvironment } from '../environment/read-environment';
import { restoreGoldenSnapshot } from '../environment/restore-golden-snapshot';
import type { Secrets } from '../environment/secrets';
import { faultNames, makeFault } from '../faults/faults';
import { faultContextOf } from '../recovery/ports/fault-context-of';
import { GuardRails } from './guard-rails';
import { guardedEnvironment } from './guarded-environment';
import { protect, protectedTag, protectionOf } from './protection';

const { signal } = new AbortController();
const staging = readEnvironment(join(__dirname, '../../fixtures/environments/staging.yaml'));
const noFault = { name: 'no-op', target: 'jira', parameters: {} };

describe('protection', () => {
  let memory: CloudInMemory;
  let cloud: Cloud;
  let vpc: VpcId;

  before(async () => {
    memory = await startCloudInMemory();
    cloud = connectCloud({ endpoint: memory.endpoint, region, credentials, environment: 'staging' });
    vpc = await cloud.network.ensureVpc(staging.network.cidr, signal);
  });
  after(async () => {
    cloud.close();
    await memory.close();
  });

  interface Said {
    readonly file: boolean;
    readonly state: boolean | undefined;
    readonly tag: string | undefined;
    readonly right?: string;
  }

  /** An environment of which these say so, opened as a process opens it that would break it. */
  const openWith = async ({ file, state, tag, right = '' }: Said): Promise<OpenEnvironment> => {
    if (tag === undefined) await cloud.tags.remove(vpc, [protectedTag], signal);
    else await cloud.tags.set(vpc, { [protectedTag]: tag }, signal);
    const known: EnvironmentState = {
      ...{ version: 1, file: 'staging.yaml', endpoint: memory.endpoint, revision: 'r-1', images: {} },
      ...{ hosts: {}, protected: state },
    };
    const connection = { endpoint: memory.endpoint, region, credentials, right };
    const access = { stateFolder: '/nowhere', connection };
    return new OpenEnvironment({ ...staging, protected: file }, access, cloud, {} as Secrets, known);
  };
  const changes = (): readonly string[] => memory.actions.filter((action) => !/^(Describe|Get)/.test(action));

  const combinations = [true, false].flatMap((file) =>
    [true, false, undefined].flatMap((state) =>
      ['true', 'True', '', 'false', undefined].map((tag) => ({ file, state, tag })),
    ),
  );

  for (const said of combinations) {
    const { file, state, tag } = said;
    const isProtected = file || state === true || (tag !== undefined && tag !== 'false');
    const how = `file ${String(file)}, state ${String(state)}, tag ${tag ?? 'absent'}`;
    it(`${isProtected ? 'refuses faults and resets' : 'lets faults through'} by ${how}`, async () => {
      const open = await openWith(said);
      assert.equal((await protectionOf(open, signal)).length > 0, isProtected);
      const rails = new GuardRails({ ...guardedEnvironment(open, 'run'), disputes: async () => [] });
      const before = changes().length;
      const attempt = async (): Promise<void> => {
        const fault = makeFault(faultContextOf(open, 1), noFault);
        await rails.admit(fault, { instances: 99, tier: 1, because: 'I want it so' }, signal);
      };
      if (!isProtected) {
        await attempt();
        return;
      }
      await assert.rejects(attempt(), /no-op on jira is refused: staging is protected \(.+\)/);
      await assert.rejects(
        restoreGoldenSnapshot(open, () => undefined, signal),
        /Going back to the golden snapshot is refused: staging is protected/,
      );
      assert.deepEqual(changes().slice(before), []);
    });
  }

  it('refuses to make any fault there is, where file or state says so', async () => {
    const open = await openWith({ file: false, state: true, tag: undefined });
    for (const name of faultNames) {
      assert.throws(() => makeFault(faultContextOf(open, 1), { ...noFault, name }), /is protected/, name);
    }
  });

  it('is read anew each time: a tag that somebody sets in the middle of a run counts', async () => {
    const open = await openWith({ file: false, state: false, tag: undefined });
    const rails = new GuardRails({ ...guardedEnvironment(open, 'run'), disputes: async () => [] });
    const fault = makeFault(faultContextOf(open, 1), noFault);
    await rails.admit(fault, undefined, signal);
    await protect(cloud, vpc, signal);
    await assert.rejects(rails.admit(fault, undefined, signal), /has the tag firedrill:protected = "true"/);
  });

  describe('the hold of a run', () => {
    const disputesOf = async (right: string | undefined): Promise<readonly string[]> => {
      const open = await openWith({
        ...{ file: false, state: false, tag: undefined },
        ...(right === undefined ? {} : { right }),
      });
      return guardedEnvironment(open, 'run').disputes(signal);
    };

    it('is its right in the cloud: without it, and with one that another has taken, nothing may be broken', async () => {
      assert.deepEqual(await disputesOf(undefined), ['staging is held by nobody, and not by this run']);
      const right = await cloud.rights.take({ run: 'run', claim: 'its claim' }, 600, signal);
      assert.deepEqual(await disputesOf(right), []);
      assert.match(
        (await disputesOf('sg-0123456789abcdef0')).join(),
        /held by run on .*, and not by this run/,
      );
      await cloud.rights.renew(right, -1, signal);
      assert.match((await disputesOf(right)).join(), /held by nobody/);
      await cloud.rights.release(right, signal);
    });

    it('is disputed by leases of another run, on the environment or on a resource, and not by its own', async () => {
      const right = await cloud.rights.take({ run: 'run', claim: 'its claim' }, 600, signal);
      const terms = (holder: string) => ({
        ...{ id: leaseId('stop-instance', '00000001'), fault: 'stop-instance', holder },
        duration: hours(1),
      });
      const whole = environmentLease({ name: 'staging', cloud });
      await whole.arm(terms('run/drill'), signal);
      await cloud.leases.arm(vpc, terms('run/drill'), { do: 'start-instance' }, signal);
      assert.deepEqual(await disputesOf(right), []);

      await whole.arm(terms('run2/drill'), signal);
      assert.match(
        (await disputesOf(right)).join(),
        /held by stop-instance-00000001 stop-instance run2\/drill/,
      );
      await endEnvironmentLease({ name: 'staging', cloud }, signal);
      await cloud.tags.set(
        vpc,
        { 'firedrill:lease': 'held stop-instance-00000002 stop-instance 4000000000 run2/drill' },
        signal,
      );
      assert.deepEqual(await disputesOf(right), [
        `${vpc} has the lease stop-instance-00000002 of run2/drill`,
      ]);
      await cloud.rights.release(right, signal);
    });
  });
});
