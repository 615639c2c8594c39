import type { Judgement } from '../../drill/evidence';
import type { Milliseconds } from '../../drill/time';
import { assertOutcome } from './assert-outcome';
import { assertRefused } from './assert-refused';
import { awaitDetection } from './await-detection';
import { awaitRestored } from './await-restored';
import { awaitServing } from './await-serving';
import { beginDrill } from './begin-drill';
import { DrillCourse } from './drill-course';
import type { DrillOptions } from './drill-options';
import { endDrill } from './end-drill';
import { followPlan } from './follow-plan';
import { injectFault } from './inject-fault';
import { meetDue } from './meet-due';
import { prepareDrill } from './prepare-drill';
import { revertUnlessRestored } from './undo-drill';
import { assertVerified } from './verify-drill';

/**
 * One drill from its beginning to its end. `end` must be called whatever happened, also when `begin` refused: it reverts
 * the fault, keeps the evidence, judges it and goes back to the golden snapshot.
 */
export class Drill {
  private readonly course: DrillCourse;

  constructor(options: DrillOptions) {
    this.course = new DrillCourse(options);
  }

  /** The failure scenario's. */
  get id(): string {
    return this.course.scenario.id;
  }

  /** Where the evidence is. */
  get folder(): string {
    return this.course.record.folder;
  }

  /** Ends every wait of the drill, which is over without a verdict; `end` is still to be called. */
  interrupt(reason: Error): void {
    this.course.interrupt(reason);
  }

  /** What is left to do is done without what takes time and is not needed to revert. */
  hurry(): void {
    this.course.hurried = true;
  }

  /** Refuses unless the environment is whole; then starts the monitor's watch and the workload, and waits until all is seen to be well. */
  begin(): Promise<void> {
    return beginDrill(this.course);
  }

  /** Follows the routine operation that the scenario has before its fault, while people work. Throws when a step fails. */
  prepare(): Promise<void> {
    return prepareDrill(this.course);
  }

  /** Injects the scenario's fault and proves it. What a step's words say of it must be what the scenario says. */
  inject(name: string, target: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    return injectFault(this.course, name, target, parameters);
  }

  /** Waits until the monitor, not the harness, reports the device that the scenario names. */
  awaitDetection(device: string): Promise<void> {
    return awaitDetection(this.course, device);
  }

  /**
   * Follows the routine operation that is due while the failure lasts. Throws unless it fails at the step that the scenario
   * says, by what it says.
   */
  meetDue(): Promise<void> {
    return meetDue(this.course);
  }

  /**
   * Declares the incident and follows the scenario's runbook. Throws when a step fails, and the record says which; where the
   * runbook is to go back, when it does not.
   */
  follow(title: string, goesBack = false): Promise<void> {
    return followPlan(this.course, title, goesBack);
  }

  /** Throws unless the operation refused to go on before it changed anything, for that reason. */
  assertRefused(reason: string): void {
    assertRefused(this.course, reason);
  }

  /** Waits until people can work again, by what the scenario says of it, and compares the time with the objective. */
  awaitRestored(expected: readonly string[], limit: Milliseconds): Promise<void> {
    return awaitRestored(this.course, expected, limit);
  }

  /** Waits until people work without a failing request after a planned operation; whether they were kept from it too long is judged. */
  awaitServing(limit: Milliseconds): Promise<void> {
    return awaitServing(this.course, limit);
  }

  /** Looks, beside the runbook, whether what it is for came about; throws when it did not. */
  assertOutcome(that: string): Promise<void> {
    return assertOutcome(this.course, that);
  }

  /** Reads back, and throws when a checker says of the evidence so far anything but `met`. */
  assertVerified(checker: string): Promise<void> {
    return assertVerified(this.course, checker);
  }

  /** A drill that went wrong is reverted before anything is read: what it broke may keep what was written from being so. */
  revertUnlessRestored(): Promise<void> {
    return revertUnlessRestored(this.course);
  }

  /**
   * Ends the drill, whatever came before. Nothing that fails here keeps the rest from being done: errors go into the
   * manifest, where judging finds them.
   */
  end(): Promise<Judgement> {
    return endDrill(this.course);
  }
}
