import type { PlannedChange } from '../../drill/fault';
import { milliseconds, minutes } from '../../drill/time';
import type { FaultOrder } from '../../faults/faults';
import { FaultLease } from '../../safety/fault-lease';
import type { Admission } from '../../safety/guard-rails';
import { agree } from './agree';
import type { DrillCourse } from './drill-course';
import { noteFirstFailure } from './note-first-failure';
import { stopWhereMet } from '../stop-conditions/stop-drill';

/** Injects the scenario's fault and proves it. What a step's words say of it must be what the scenario says. */
export async function injectFault(
  course: DrillCourse,
  name: string,
  target: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const { record, scenario, workload } = course;
  const { fault: order } = scenario;
  if (order === undefined) throw new Error(`${scenario.id} is a planned operation and has no fault`);
  agree('the fault', [name, target, parameters], [order.name, order.target, order.parameters]);
  // Where people work from an operation's end on, nobody is hurt by what is injected before it.
  const nobodyWorks = scenario.operation?.people === 'afterwards';
  if (course.watch === undefined || (workload === undefined && !nobodyWorks))
    throw new Error('the drill has not begun');
  course.refuseUnprepared('the fault');
  const admitted = await admit(course, order);
  const { changes } = admitted;
  const lease = await armed(course, name, admitted);
  course.irreversible ||= lease.holdsEnvironment;
  const revert = async (): Promise<void> => {
    const ends = await lease.release();
    record.injected({ reverted: true, ends });
  };
  course.toUndo.add(`the fault ${name}`, revert);
  const before = record.clock.now();
  const injection = course.limited(`injecting ${name}`, minutes(3), (signal) => lease.inject(signal));
  if (workload !== undefined)
    stopWhereMet(course, before, async () => {
      // What is being injected is reverted when that has ended, or it would come after.
      await injection.catch(() => undefined);
      await revert();
    });
  await injection;
  // The fault began somewhere in between; counted from the earliest moment, no recovery looks shorter than it was.
  course.began = { at: before, error: milliseconds(record.clock.now() - before) };
  record.moment(
    'injected',
    course.began,
    changes.map((change) => `${change.target}: ${change.change}`).join('; '),
  );
  if (workload !== undefined) noteFirstFailure(workload, before, course.signal, record);
  const { fault } = admitted.admission;
  const proof = await course.limited(`proving ${name}`, minutes(3), (signal) => fault.prove(signal));
  record.injected({ proof });
  if (proof.result !== 'installed') throw new Error(`the fault is ${proof.result}: ${proof.observed}`);
}

interface Admitted {
  readonly admission: Admission;
  readonly changes: readonly PlannedChange[];
}

/** Makes the scenario's fault and has it pass the guard rails; one that is refused was not installed. */
async function admit(course: DrillCourse, order: FaultOrder): Promise<Admitted> {
  const { ports, guardRails, seed } = course.options;
  const { name } = order;
  let changes: readonly PlannedChange[] = [];
  try {
    const fault = ports.makeFault(order, seed);
    changes = await course.limited(`planning ${name}`, minutes(1), () => fault.plan());
    const admission = await course.limited(`admitting ${name}`, minutes(1), (signal) =>
      guardRails.admit(fault, course.scenario.blastRadius, signal),
    );
    return { admission, changes };
  } catch (error) {
    const observed = error instanceof Error ? error.message : String(error);
    course.record.injecting({ fault: name, changes, proof: { result: 'skipped', observed }, reverted: true });
    throw error;
  }
}

/** Arms the fault's reverts. Where that fails, what was armed is reverted, and nothing acted. */
async function armed(
  course: DrillCourse,
  name: string,
  { admission, changes }: Admitted,
): Promise<FaultLease> {
  const { record } = course;
  const { journal, ports, timer } = course.options;
  const { heartbeat } = ports.environment.safety;
  const begun = { result: 'indeterminate' as const, observed: 'the injection did not come to its end' };
  record.injecting({ fault: name, changes, proof: begun, reverted: false });
  try {
    return await course.limited(`arming ${name}`, minutes(1), (signal) =>
      FaultLease.take(
        {
          admission,
          terms: course.terms(name, admission.fault.lasts),
          changes,
          journal,
          heartbeat,
          onLost: (why) => course.abort(why),
          ...(timer === undefined ? {} : { timer }),
        },
        signal,
      ),
    );
  } catch (error) {
    // A kernel that has no means for the fault says so here.
    const observed = error instanceof Error ? error.message : String(error);
    record.injected({ proof: { result: 'skipped', observed }, reverted: true });
    throw error;
  }
}
