import { z } from 'zod';
import { hours, minutes, seconds } from '../drill/time';
import { roles, type IngressSource } from './environment';
import { parseAddress, parseCidr } from './ipv4';
import { parseDuration, parseSizeGiB } from './quantity';
import { share, stopConditionSchema } from './stop-condition-schema';

/**
 * The environment file's shape. Custom messages read `expected …; what to do`; what was found is put before them
 * by the reader, which knows the source.
 */
const parsed = <T>(parse: (text: string) => T | undefined, message: string) =>
  z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const checked = (check: (text: string) => boolean, message: string) =>
  z.string().refine(check, { error: message });

const duration = parsed(
  parseDuration,
  'expected a duration such as 90s, 500ms, 5min or 2h; give number and unit',
);
const sizeGiB = parsed(
  parseSizeGiB,
  'expected a size in whole GiB or TiB such as 1GiB; give number and unit',
);
const cidr = checked(
  (text) => parseCidr(text) !== undefined,
  'expected an IPv4 CIDR block such as 10.71.0.0/16, written with its first address; correct it',
);
const address = checked(
  (text) => parseAddress(text) !== undefined,
  'expected an IPv4 address such as 10.71.0.10; correct it',
);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, {
  error: 'expected a name of lower-case letters, digits and hyphens, beginning with a letter; rename it',
});
const port = z.int().min(1).max(65535);
const count = z.int().min(0);
const path = z.string().startsWith('/');

const ingressSource = z.string().transform((text): IngressSource => {
  if (text === 'internet' || text === 'instances') return { kind: text };
  return { kind: 'instance', name: text };
});

const instance = z.strictObject({
  role: z.enum(roles),
  subnet: name,
  address,
  public: z.boolean().default(false),
  elasticIp: z.boolean().default(false),
  type: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, {
    error: 'expected an EC2 instance type such as t3.small; correct it',
  }),
  profile: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, { error: 'expected the name of an IAM instance profile; correct it' })
    .optional(),
  volume: z.strictObject({
    size: sizeGiB,
    mount: path,
    device: z
      .string()
      .regex(/^\/dev\/(xvd|sd)[b-z]$/, { error: 'expected a device name such as /dev/xvdf; correct it' })
      .default('/dev/xvdf'),
  }),
  ingress: z.array(z.strictObject({ port, from: z.array(ingressSource).min(1) })),
  dependsOn: z.array(name).default([]),
});

const deviceFacts = {
  name: z.string().min(1),
  instance: name,
  pollInterval: duration.exactOptional(),
  timeout: duration.exactOptional(),
};
const httpFacts = { ...deviceFacts, port, path, expect: z.string().min(1) };
const device = z.discriminatedUnion('probe', [
  z.strictObject({ ...deviceFacts, probe: z.literal('ssh'), port }),
  z.strictObject({ ...deviceFacts, probe: z.literal('ldap'), port, base: z.string().min(1) }),
  z.strictObject({ ...deviceFacts, probe: z.literal('mysql'), port }),
  z.strictObject({ ...deviceFacts, probe: z.literal('ping') }),
  z.strictObject({ ...deviceFacts, probe: z.literal('disk') }),
  z.strictObject({ ...httpFacts, probe: z.literal('http') }),
  z.strictObject({ ...httpFacts, probe: z.literal('https'), logIn: z.boolean().default(false) }),
  z.strictObject({
    ...deviceFacts,
    probe: z.literal('nrpe'),
    command: z.string().regex(/^[a-z][a-z0-9_]*$/),
  }),
]);

export const environmentSchema = z.strictObject({
  version: z.literal(1),
  name,
  protected: z.boolean(),
  stackDescription: z.string(),
  cloud: z.strictObject({
    endpoint: checked(
      (text) => text === 'embedded' || URL.canParse(text),
      'expected "embedded" or the address of an EC2 endpoint such as https://ec2.eu-west-1.amazonaws.com; correct it',
    ),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'expected a region such as eu-west-1; correct it' }),
    faultInjectionRole: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, {
        error: 'expected a role such as arn:aws:iam::123456789012:role/fault-injection; correct it',
      })
      .exactOptional(),
  }),
  network: z.strictObject({
    cidr,
    egress: z.enum(['any', 'own']).default('any'),
    subnets: z.record(name, z.strictObject({ cidr, internet: z.boolean().default(false) })),
  }),
  access: z.strictObject({
    ssh: z.strictObject({ instance: name, port }),
    https: z.strictObject({ instance: name, port, hostname: z.string().regex(/^[a-z0-9.-]+$/) }),
  }),
  instances: z.record(name, instance),
  startup: z.strictObject({
    init: z.strictObject({ deadline: duration, configuration: duration }),
    application: z.strictObject({ deadline: duration, atBoot: z.boolean().default(false) }),
  }),
  monitoring: z.strictObject({
    instance: name,
    pollInterval: duration,
    timeout: duration,
    tries: z.int().min(1),
    devices: z.array(device),
    statusChecks: z.array(name).default([]),
    healthChecks: z.array(name).default([]),
  }),
  workload: z
    .strictObject({
      rates: z.strictObject({
        confluence: z.number().positive(),
        jira: z.number().positive(),
        alfresco: z.number().positive(),
      }),
      requestTimeout: duration,
      steadyFor: duration,
      baseline: duration.optional(),
    })
    .transform((workload) => ({ ...workload, baseline: workload.baseline ?? workload.steadyFor })),
  safety: z
    .strictObject({
      lease: duration.default(seconds(20)),
      heartbeat: duration.default(seconds(5)),
      janitor: duration.default(seconds(3)),
      boot: duration.default(seconds(5)),
      blastRadius: z
        .strictObject({ instances: z.int().min(1).default(1), tier: share.default(0.5) })
        .prefault({}),
      storm: z
        .strictObject({
          instances: z.int().min(1).default(1),
          tier: share.default(0.5),
          every: duration.default(minutes(15)),
        })
        .prefault({}),
      stop: z.array(stopConditionSchema(duration)).default([]),
    })
    .prefault({}),
  archive: z
    .strictObject({
      keep: z
        .strictObject({ daily: z.int().min(1).default(7), weekly: z.int().min(0).default(4) })
        .prefault({}),
      maxAge: duration.default(hours(26)),
      daily: z.boolean().default(false),
    })
    .prefault({}),
  content: z.strictObject({
    pages: count,
    issues: count,
    documents: count,
    seed: z.int(),
    people: count.default(0),
  }),
  reset: z.enum(['always', 'when-needed']),
});

export type EnvironmentFile = z.infer<typeof environmentSchema>;
