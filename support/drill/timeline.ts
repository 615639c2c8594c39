import type { Application } from './history';
import type { Instant } from './time';

/** The instants of a drill, in the order in which they are expected. */
export type Moment =
  /** Before the injection: the moment that an archive holds, which recovery may go back to. */
  | 'archived'
  | 'injected'
  | 'observable'
  | 'detected'
  /** What was due while the failure lasted was begun, and failed by it. */
  | 'due'
  | 'declared'
  /** The processes of a step were killed, or whoever followed the runbook; it is followed again from its beginning. */
  | 'interrupted'
  | 'step-started'
  | 'step-ended'
  | 'restored'
  | 'verified'
  /** At any time after the injection: a stop condition was met. */
  | 'stopped'
  /** The fault was reverted before people were seen to work again: what works from now on is no recovery. */
  | 'reverted';

/** One line of `timeline.jsonl`. */
export interface TimelineEvent extends Instant {
  readonly moment: Moment;
  /** What was seen, in a sentence for a person. */
  readonly detail: string;
  /** The runbook step's number (from 1), for `step-started` and `step-ended`. */
  readonly step?: number;
  readonly outcome?: 'succeeded' | 'failed';
  readonly application?: Application;
}

/** One line of `monitor-events.jsonl`: InterMapper's event log, related to the drill's clock by measured offset. */
export interface MonitorEvent extends Instant {
  readonly device: string;
  /** InterMapper's event tag: `UP`, `DOWN`, `okay`, `warn`, `alrm`, `crit`, … */
  readonly tag: string;
  readonly message: string;
  readonly line: string;
}

/** The spans that a recovery time is split into, in seconds-free milliseconds; absent where an end was not reached. */
export interface Phase {
  readonly name:
    'unnoticed' | 'undetected' | 'undeclared' | 'recovering' | 'settling' | 'operating' | 'verifying';
  readonly from: Instant;
  readonly to: Instant;
}
