import { EC2Client } from '@aws-sdk/client-ec2';
import { faultInjectionService, type FaultInjectionService } from './fault-injection-service';
import { createGuard, type Guard } from './guard';
import { learnCredentials } from './learn-credentials';
import { environmentTag, type Tags } from './tags';

export interface CloudCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** With credentials that are lent for a while. */
  readonly sessionToken?: string;
}

export interface CloudConnection {
  /** An EC2 endpoint's address: `https://ec2.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  /** Or what gives them; absent: where the SDK finds them. */
  readonly credentials?: CloudCredentials | (() => Promise<CloudCredentials>);
  /** The environment whose resources may be changed: the value of their tag `firedrill:environment`. */
  readonly environment: string;
  /** The run's right to change it (`run-right.ts`); without one only the tag is asked for. */
  readonly right?: string;
}

/** What the parts of the adapter share. */
export interface CloudSession {
  readonly client: EC2Client;
  readonly fis: FaultInjectionService;
  readonly region: string;
  readonly guard: Guard;
  readonly environment: string;
  /** Tags for something new: these, the environment's and, where there is one, the name. */
  readonly ownTags: (tags: Tags, name?: string) => Tags;
}

export function openSession(connection: CloudConnection): CloudSession {
  const { endpoint, region, credentials, environment, right } = connection;
  const client = new EC2Client({
    endpoint,
    region,
    maxAttempts: 3,
    ...(credentials === undefined ? {} : { credentials }),
  });
  learnCredentials(client);
  return {
    client,
    fis: faultInjectionService(client, endpoint, region),
    region,
    environment,
    guard: createGuard(client, environment, right),
    ownTags: (tags, name) => ({
      ...(name === undefined ? {} : { Name: name }),
      ...tags,
      [environmentTag]: environment,
    }),
  };
}
