import type { Application } from './history';
import type { MonitorState } from './monitor-state';
import type { Milliseconds } from './time';

/** What ends a drill before its end, because it hurts more than it is meant to. */
export type StopCondition =
  /**
   * Of the requests that ended within `for`, at least `LEAST_REQUESTS`, the share `failing` (0 to 1) or more ended
   * `failed` or `unknown`.
   */
  | {
      readonly kind: 'requests';
      readonly application: Application;
      readonly failing: number;
      readonly for: Milliseconds;
    }
  /** The monitor has the device in one of these states, and has had it there for so long. */
  | {
      readonly kind: 'monitor';
      readonly device: string;
      readonly states: readonly MonitorState[];
      readonly for: Milliseconds;
    }
  /** So long after the injection the fault is still in force. */
  | { readonly kind: 'deadline'; readonly after: Milliseconds };

/** A window of fewer requests says nothing of an application. */
export const LEAST_REQUESTS = 10;

/** That a condition was met, and so ended a drill. */
export interface DrillStop {
  /** Which condition, in words. */
  readonly condition: string;
  /** What was seen that met it, in words. */
  readonly seen: string;
  /** When it was seen, on the drill's clock. */
  readonly at: Milliseconds;
}

/** That it ended the drill, for a person. */
export const stopText = ({ condition, seen }: Pick<DrillStop, 'condition' | 'seen'>): string =>
  `the drill was stopped, by the condition that ${condition}: ${seen}`;

/** What it says, for a person. */
export function stopConditionText(condition: StopCondition): string {
  switch (condition.kind) {
    case 'requests': {
      const { application, failing, for: window } = condition;
      return `${shareText(failing)} of the requests to ${application} fail for ${secondsText(window)}`;
    }
    case 'monitor': {
      const { device, states, for: window } = condition;
      const lasting = window === 0 ? '' : ` for ${secondsText(window)}`;
      return `the monitor has "${device}" ${states.join(' or ')}${lasting}`;
    }
    case 'deadline':
      return `${secondsText(condition.after)} have passed since the injection`;
  }
}

/** `50%`; a fraction of a percent is shown as one. */
export const shareText = (share: number): string => `${String(Math.round(share * 1000) / 10)}%`;

export const secondsText = (time: number): string => `${String(Math.round(time / 100) / 10)} s`;
