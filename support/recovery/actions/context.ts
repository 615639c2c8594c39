import type { ApplicationAccess } from '../../applications/access';
import type { Store } from '../../applications/store';
import type { Cloud } from '../../cloud/connect-cloud';
import type { ImageId, VolumeId } from '../../cloud/ids';
import type { Snapshot } from '../../cloud/snapshots';
import type { Tags } from '../../cloud/tags';
import type { Volume } from '../../cloud/volumes';
import type { Application } from '../../drill/history';
import type { NamedSecret } from '../../drill/redaction/named-secret';
import type { Milliseconds } from '../../drill/time';
import type { Archive } from '../../environment/archives';
import type { Environment } from '../../environment/environment';
import type { FirstBoot } from '../../environment/introduce-instance';
import type { OtherEnvironment } from '../../environment/other-environment';
import type { Replacement } from '../../environment/replace-instance';
import type { RootDisks } from '../../environment/root-disks';
import type { PasswordName } from '../../environment/secrets';
import type { Rotation } from '../../environment/rotation';
import type { SshKeyPair } from '../../environment/keys';
import type { Shell } from '../../hosts/shell';
import type { Monitor } from '../../monitoring/monitor';
import type { KnownPeople } from '../scrub/known-people';
import type { ScrubPlan } from '../scrub/rules';

/** What one step leaves for the later ones of the same runbook. */
export interface RunbookFacts {
  restoredVolume?: Volume;
  /** Volumes made of an archive, by the instance whose data they hold. */
  restoredVolumes?: ReadonlyMap<string, Volume>;
  /** Volumes that earlier steps have taken out of service, and that are kept. */
  replacedVolumes?: readonly VolumeId[];
  /** Instances whose program an earlier step has replaced, and databases that one has dumped: what a way back goes back from. */
  replacedPrograms?: ReadonlySet<string>;
  dumpedDatabases?: ReadonlySet<string>;
  /** The ids of the instances that earlier steps have terminated, by their names. */
  terminated?: ReadonlyMap<string, readonly string[]>;
  /** The image that an instance had before it was given another, by its name. */
  imagesBefore?: ReadonlyMap<string, ImageId>;
  /** The version that an application told before it was updated, by its instance. */
  versionsBefore?: ReadonlyMap<string, string>;
  /** The versions of a host's packages before they were updated, by its instance; undefined for one that was not there. */
  packagesBefore?: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  /** The archive that was taken. */
  archive?: Archive;
  /** The id of restic's snapshot that an archive was copied to, or its beginning. */
  copy?: string;
  /** Addresses that an attack comes from. */
  attackers?: readonly string[];
  /** TCP ports that something listens on and that nobody declared. */
  undeclaredPorts?: readonly number[];
  /** Names of accounts of the database server that nobody declared. */
  undeclaredAccounts?: readonly string[];
  /** The key that the administrators had before a rotation. */
  retiredKey?: SshKeyPair;
  /** Who the people of another environment are, and what becomes of its rows. It is kept nowhere else. */
  knownPeople?: KnownPeople;
  scrubPlan?: ScrubPlan;
}

/** What actions act through: the same roads that a person has, and no other. */
export interface ActionContext {
  readonly environment: Environment;
  /** The step's target: an instance's name. */
  readonly target: string;
  /** The step's budget; a wait that ends before it can say what it saw last. */
  readonly budget: Milliseconds;
  readonly cloud: Cloud;
  /** A shell on an instance, through the bastion. */
  readonly host: (instance: string) => Shell;
  /** The volume that holds an instance's data, found by its tags whatever it is attached to. */
  readonly dataVolume: (instance: string, signal: AbortSignal) => Promise<Volume>;
  /** The last completed snapshot of an instance's data volume. */
  readonly lastSnapshot: (instance: string, signal: AbortSignal) => Promise<Snapshot>;
  /** The host key of an instance, as its console showed it: `ssh-ed25519 AAAA…`. */
  readonly hostKey: (instance: string) => string;
  /** On snapshots that outlive the runbook: in a drill, that they are the drill's. */
  readonly snapshotTags: Tags;
  /** Who answers for what is changed on root disks. */
  readonly rootDisks: RootDisks;
  /** New secrets in the place of those that the hosts have. */
  readonly rotation: Rotation;
  /** One of the kept passwords. */
  readonly secret: (name: PasswordName) => string;
  /** All secrets that are kept of an environment; what a host must not know is not told to it. */
  readonly secretsOf: (environment: string) => readonly NamedSecret[];
  /** An image by its id or the name of its recipe, as that was built when the environment was last brought up. */
  readonly image: (reference: string) => ImageId;
  /** The image that an instance is run anew from. */
  readonly imageOf: (instance: string) => ImageId;
  /** The monitor's API; whoever opens it closes it. */
  readonly monitor: () => Monitor;
  /** An application as its users reach it: through the web server, logged in as the workload's user. */
  readonly store: (application: Application) => Store;
  /** How the administrator reaches the applications: what no other user may do, such as making an index anew. */
  readonly administration: () => ApplicationAccess;
  /** Runs a new instance from the image that it had with the declared address on the data volume, and initialises it. */
  readonly replaceInstance: (
    name: string,
    signal: AbortSignal,
    replacement?: Replacement,
  ) => Promise<{ readonly id: string }>;
  /** Starts a stopped instance and waits until it is initialised. */
  readonly startInstance: (name: string, signal: AbortSignal) => Promise<{ readonly id: string }>;
  /** Waits until an instance has booted that never had, knows its host, and until it is initialised. */
  readonly untilFirstBoot: (name: string, boot: FirstBoot, signal: AbortSignal) => Promise<void>;
  /** Gives every instance but these another key for its administrators, and takes the old one away; returns the old one. */
  readonly rotateAdminKey: (except: readonly string[], signal: AbortSignal) => Promise<SshKeyPair>;
  /** The instances whose sshd refuses an administrator's key, of all. */
  readonly whoRefuses: (key: SshKeyPair, signal: AbortSignal) => Promise<readonly string[]>;
  /** Keeps a text with the incident's evidence. */
  readonly keep: (name: string, text: string) => void;
  /**
   * Notes what must be undone if no later step does it; called before the change is made. Undone at the drill's end,
   * last-in first-out, so it must be idempotent.
   */
  readonly undoAtEnd: (name: string, undo: (signal: AbortSignal) => Promise<void>) => void;
  readonly facts: RunbookFacts;
  /** What is known here of another environment; nothing of it can be changed by it. */
  readonly otherEnvironment: (name: string) => OtherEnvironment;
  /** Removes the environment's own test content from the applications and writes it anew, as the administrator. */
  readonly writeTestContent: (signal: AbortSignal) => Promise<string>;
}
