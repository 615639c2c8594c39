import { applications } from '../applications/open-store';
import type { Application } from '../drill/history';
import type { StopCondition } from '../drill/stop-condition';
import type { Milliseconds } from '../drill/time';
import type { Retention } from './expired-archives';

/**
 * The roles that an instance can have: one image each, in `fixtures/images/<role>`. `attacker` is no system: attacks come
 * from there, and a protected environment has none.
 */
export const roles = [
  'bastion',
  'web',
  'ldap',
  'mysql',
  'crowd',
  'confluence',
  'jira',
  'alfresco',
  'monitor',
  'offsite',
  'attacker',
  'legacy',
] as const;
export type Role = (typeof roles)[number];

export interface SubnetDeclaration {
  readonly name: string;
  /** IPv4 CIDR within the network's. */
  readonly cidr: string;
  /** Whether the subnet's default route leads to the internet gateway. */
  readonly internet: boolean;
}

/** Who may open a connection: everybody, every instance of the environment, or one instance by name. */
export type IngressSource =
  | { readonly kind: 'internet' }
  | { readonly kind: 'instances' }
  | { readonly kind: 'instance'; readonly name: string };

export interface IngressDeclaration {
  /** TCP port. */
  readonly port: number;
  readonly from: readonly IngressSource[];
}

export interface VolumeDeclaration {
  readonly sizeGiB: number;
  /** Where the instance mounts it. */
  readonly mount: string;
  /** EC2's device name; `/dev/xvdf` unless told. */
  readonly device: string;
}

export interface InstanceDeclaration {
  readonly name: string;
  readonly role: Role;
  readonly subnet: string;
  /** Private IPv4 address within the subnet. */
  readonly address: string;
  /** Whether it has a public address. */
  readonly public: boolean;
  /** Whether its public address is an Elastic IP address, which the next instance of its name takes over. */
  readonly elasticIp: boolean;
  /** EC2 instance type. */
  readonly type: string;
  /** Name of the IAM instance profile whose credentials the instance gets. */
  readonly profile?: string;
  readonly volume: VolumeDeclaration;
  readonly ingress: readonly IngressDeclaration[];
  /** Instances whose applications must answer before this one's is started. */
  readonly dependsOn: readonly string[];
}

interface DeviceFacts {
  /** The monitor's name for it, unique. */
  readonly name: string;
  /** The instance that is asked. */
  readonly instance: string;
  /** Where it is asked less often than the others, or has longer to answer. */
  readonly pollInterval?: Milliseconds;
  readonly timeout?: Milliseconds;
}

/** What the monitor watches. */
export type MonitoredDevice =
  | (DeviceFacts & { readonly probe: 'ssh'; readonly port: number })
  | (DeviceFacts & { readonly probe: 'ldap'; readonly port: number; readonly base: string })
  | (DeviceFacts & { readonly probe: 'mysql'; readonly port: number })
  /** Echo requests, by which losses are counted and delays measured; the instance takes them from the monitor. */
  | (DeviceFacts & { readonly probe: 'ping' })
  /** The data volume of the monitor's own instance, at which it looks itself: no agent answers there. */
  | (DeviceFacts & { readonly probe: 'disk' })
  | (DeviceFacts & {
      readonly port: number;
      readonly path: string;
      /** Text that a good answer contains. */
      readonly expect: string;
    } & (
        | { readonly probe: 'http' }
        | {
            readonly probe: 'https';
            /** Whether it logs in, as the directory's user `monitor`. */
            readonly logIn: boolean;
          }
      ))
  | (DeviceFacts & {
      readonly probe: 'nrpe';
      /** The command's name in the instance's NRPE configuration. */
      readonly command: string;
    });

export interface Monitoring {
  /** The instance that runs the monitor; where there are no devices it is only let in to NRPE. */
  readonly instance: string;
  readonly pollInterval: Milliseconds;
  readonly timeout: Milliseconds;
  /** Failed polls in a row before a device counts as down. */
  readonly tries: number;
  readonly devices: readonly MonitoredDevice[];
  /**
   * Instances whose state and status checks at EC2 raise an alarm of their own, as an alarm of Amazon CloudWatch on
   * StatusCheckFailed does: for what the monitor cannot tell of, itself and the way to it.
   */
  readonly statusChecks: readonly string[];
  /**
   * Instances whose program is asked from outside of the monitor, as a health check of Amazon Route 53 does: the bastion's
   * sshd, and the monitor itself. EC2's status checks do not see that a program has ended or hangs.
   */
  readonly healthChecks: readonly string[];
}

/** An environment file, validated. Lists keep the file's order. */
export interface Environment {
  readonly version: 1;
  readonly name: string;
  /** A protected environment refuses every fault. */
  readonly protected: boolean;
  readonly stackDescription: string;
  readonly cloud: {
    /** `embedded`, or an EC2 endpoint's address. */
    readonly endpoint: string;
    readonly region: string;
    /** ARN of the role by which AWS Fault Injection Service acts; without one no I/O can be paused. */
    readonly faultInjectionRole?: string;
  };
  readonly network: {
    readonly cidr: string;
    /**
     * Whereto hosts may open connections: `any`, or `own`, to this environment and its cloud only. Then no mail leaves it and
     * no other environment is reached, whatever settings came into it.
     */
    readonly egress: 'any' | 'own';
    readonly subnets: readonly SubnetDeclaration[];
  };
  readonly access: {
    readonly ssh: { readonly instance: string; readonly port: number };
    readonly https: { readonly instance: string; readonly port: number; readonly hostname: string };
  };
  readonly instances: readonly InstanceDeclaration[];
  readonly startup: {
    readonly init: {
      readonly deadline: Milliseconds;
      /** How long a host asks the bastion for its configuration, which may be starting, too, before it gives up. */
      readonly configuration: Milliseconds;
    };
    readonly application: {
      readonly deadline: Milliseconds;
      /** Whether a host starts its application by itself when it is initialised, rather than waiting for step 2. */
      readonly atBoot: boolean;
    };
  };
  readonly monitoring: Monitoring;
  readonly workload: {
    /** Writes a second; readers take the same again. */
    readonly rates: { readonly confluence: number; readonly jira: number; readonly alfresco: number };
    readonly requestTimeout: Milliseconds;
    /** For how long requests must have succeeded before an application counts as restored. */
    readonly steadyFor: Milliseconds;
    /** For how long people work before something breaks; `steadyFor` where the file gives none. */
    readonly baseline: Milliseconds;
  };
  readonly safety: {
    /** How long a fault stays when nobody renews its lease. */
    readonly lease: Milliseconds;
    /** How often a lease is renewed. */
    readonly heartbeat: Milliseconds;
    /** How often the janitor on the bastion looks for leases that have run out. */
    readonly janitor: Milliseconds;
    /**
     * From the start of a stopped instance until it serves: the lease of a fault that stops one runs out so much earlier,
     * so that it is not off for longer than a lease.
     */
    readonly boot: Milliseconds;
    /** How much may be broken at once, unless a scenario says why it takes more. */
    readonly blastRadius: {
      readonly instances: number;
      /** Share of the instances of one subnet, 0 to 1. */
      readonly tier: number;
    };
    /** How much of it a storm's failures that overlap may break together, and how far apart they come on the average. */
    readonly storm: { readonly instances: number; readonly tier: number; readonly every: Milliseconds };
    /** What ends any drill before its end. */
    readonly stop: readonly StopCondition[];
  };
  /** Snapshots of all data volumes in one moment, and their copies off site. */
  readonly archive: {
    /** How long they are kept. */
    readonly keep: Retention;
    /** How long ago the last copy off site may have been stored at most; the monitor raises an alarm after that. */
    readonly maxAge: Milliseconds;
    /** Whether somebody sees to it that one is taken every day; then it is an alarm, too, that none ever was. */
    readonly daily: boolean;
  };
  readonly content: {
    readonly pages: number;
    readonly issues: number;
    readonly documents: number;
    readonly seed: number;
    /** People of the directory who have written something of their own: where nobody works yet and personal data are needed. */
    readonly people: number;
  };
  readonly reset: 'always' | 'when-needed';
}

/** The declaration of an instance; throws when the environment has none of that name. */
export function instanceNamed(environment: Environment, name: string): InstanceDeclaration {
  const found = environment.instances.find((instance) => instance.name === name);
  if (found === undefined) {
    const known = environment.instances.map((instance) => instance.name).join(', ');
    throw new Error(`${environment.name} has no instance "${name}"; it has ${known}`);
  }
  return found;
}

/** The first instance of a role; throws when there is none. */
export function instanceOfRole(environment: Environment, role: Role): InstanceDeclaration {
  const found = environment.instances.find((instance) => instance.role === role);
  if (found === undefined) throw new Error(`${environment.name} has no instance of role ${role}`);
  return found;
}

/** The systems that can fail: every instance but those that attacks come from. */
export const componentsOf = ({ instances }: Environment): readonly InstanceDeclaration[] =>
  instances.filter(({ role }) => role !== 'attacker');

/** The applications that people use and that the environment has. */
export function applicationsOf({ instances }: Environment): readonly Application[] {
  return applications.filter((name) => instances.some(({ role }) => role === name));
}
