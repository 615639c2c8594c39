import type { Fault } from '../drill/fault';
import { locationText, type LeaseId, type LeasePart } from '../drill/lease';
import { instanceOfRole, type Environment } from '../environment/environment';
import { beyondLimits, blastRadius, type BlastRadiusAllowance } from './blast-radius';
import { refuseFor } from './protection';

/** What the guard rails ask of an environment each time, and of the cloud that it is in. */
export interface GuardedEnvironment {
  readonly environment: Environment;
  /** Why no fault may reach it, a sentence each, as is true now; empty when nothing says so. */
  protection(signal: AbortSignal): Promise<readonly string[]>;
  /** Why this run may not break it, a sentence each: it is not held by it, or by another too. */
  disputes(signal: AbortSignal): Promise<readonly string[]>;
}

/** A fault that was refused before anything was touched: which, why, by which limit, and what to do. */
export class FaultRefused extends Error {
  override readonly name = 'FaultRefused';
}

interface Admitted {
  readonly fault: Fault;
  readonly parts: readonly LeasePart[];
  readonly allowance: BlastRadiusAllowance | undefined;
}

interface Admitting extends Admitted {
  /** Takes the fault among those that are in force; throws FaultRefused when there is no room for it any more. */
  readonly enter: (id: LeaseId) => () => void;
}

let newAdmission: (admitting: Admitting) => Admission;

/** Stands for a fault that has passed the guard rails. Nothing but `GuardRails.admit` makes one, and it is good for one lease. */
export class Admission {
  #spent = false;
  readonly #admitting: Admitting;

  static {
    newAdmission = (admitting) => new Admission(admitting);
  }

  private constructor(admitting: Admitting) {
    this.#admitting = admitting;
  }

  static isOne(value: unknown): value is Admission {
    return typeof value === 'object' && value !== null && #spent in value;
  }

  get fault(): Fault {
    return this.#admitting.fault;
  }

  /** What was looked at, and so what is to be armed. */
  get parts(): readonly LeasePart[] {
    return this.#admitting.parts;
  }

  /** From here on the fault counts as in force, under this lease, until the returned function says that it is reverted. */
  spend(id: LeaseId): () => void {
    if (this.#spent) throw new Error(`${this.fault.name} was admitted once, and that was used`);
    this.#spent = true;
    return this.#admitting.enter(id);
  }
}

/** The one way to a fault: each must pass here before its lease is taken. One for each run, since it knows what is in force. */
export class GuardRails {
  private readonly inForce = new Map<LeaseId, Admitted>();

  constructor(private readonly guarded: GuardedEnvironment) {}

  /**
   * Lets a fault pass, or throws EnvironmentProtected or FaultRefused. It looks, and touches nothing.
   * @param allowance what its scenario may exceed the limits by, and why
   */
  async admit(
    fault: Fault,
    allowance: BlastRadiusAllowance | undefined,
    signal: AbortSignal,
  ): Promise<Admission> {
    const { environment } = this.guarded;
    const [protection, disputes] = await Promise.all([
      this.guarded.protection(signal),
      this.guarded.disputes(signal),
    ]);
    refuseFor(environment.name, nameOf(fault), protection);
    if (disputes.length > 0)
      throw new FaultRefused(`${nameOf(fault)} is refused: ${disputes.join('; ')}; begin a run of its own`);
    const admitted = { fault, allowance, parts: await fault.leases(signal) };
    this.refuseWithoutJanitor(admitted);
    this.refuseBeside(admitted);
    return newAdmission({ ...admitted, enter: (id) => this.enter(id, admitted) });
  }

  private enter(id: LeaseId, admitted: Admitted): () => void {
    // What was admitted meanwhile counts too.
    this.refuseBeside(admitted);
    this.inForce.set(id, admitted);
    return () => void this.inForce.delete(id);
  }

  /** Throws for a fault in the cloud where nobody but this process would put it back. */
  private refuseWithoutJanitor({ fault, parts }: Admitted): void {
    const bastion = instanceOfRole(this.guarded.environment, 'bastion');
    if (bastion.profile !== undefined || !parts.some(({ location }) => location.kind === 'cloud')) return;
    throw new FaultRefused(
      `${nameOf(fault)} is refused: the janitor on ${bastion.name} has no instance profile to put it back by; give it one in the environment file (profile, see docs/safety.md)`,
    );
  }

  /** Throws where a fault cannot be in force beside those that are. */
  private refuseBeside(admitted: Admitted): void {
    const { fault, allowance } = admitted;
    const refuse = (why: string): never => {
      throw new FaultRefused(`${nameOf(fault)} is refused: ${why}`);
    };
    for (const [id, other] of this.inForce) {
      const shared = sharedWith(admitted, other);
      if (shared !== undefined) refuse(`the lease ${id} of this run holds ${shared}; end that one first`);
    }
    const all = [...this.inForce.values(), admitted].flatMap(({ fault: { strikes } }) => strikes);
    const [beyond] = beyondLimits(blastRadius(this.guarded.environment, all, allowance), allowance);
    if (beyond !== undefined)
      refuse(`${beyond}; strike less, or say in the scenario's blastRadius why it takes so much`);
  }
}

const nameOf = ({ name, strikes }: Fault): string => `${name} on ${strikes.join(', ')}`;

/** What two faults would both break or hold: an instance, or a resource of the cloud. */
function sharedWith(one: Admitted, other: Admitted): string | undefined {
  const taken = new Set(placesOf(other));
  return placesOf(one).find((place) => taken.has(place));
}

function placesOf({ fault, parts }: Admitted): readonly string[] {
  // The environment as a whole is held by every drill on it, whatever else is in force.
  const held = parts.filter(({ location }) => location.kind !== 'environment');
  return [
    ...fault.strikes.map((name) => `host ${name}`),
    ...held.map(({ location }) => locationText(location)),
  ];
}
