import type { Clock } from '../../drill/clock';
import type { Journal } from '../../drill/journal/journal';
import type { TimelineEvent } from '../../drill/timeline';
import type { Timer } from '../../drill/timer';
import type { GuardRails } from '../../safety/guard-rails';
import type { AnyAction } from '../actions/action';
import type { DrillDefinition } from '../catalogue/catalogue';
import type { DrillPorts } from '../ports/drill-ports';

export interface DrillOptions {
  readonly definition: DrillDefinition;
  readonly ports: DrillPorts;
  readonly actions: ReadonlyMap<string, AnyAction>;
  /** The run's: what it has in force counts. */
  readonly guardRails: GuardRails;
  /** The run's. */
  readonly journal: Journal;
  readonly run: string;
  readonly seed: number;
  /** `reports/out/<run>`; the drill makes a folder of its own in it. */
  readonly runFolder: string;
  /** The Gherkin scenario. */
  readonly title: string;
  readonly location: string;
  /** Told of each moment when it is noted. */
  readonly onMoment?: (event: TimelineEvent) => void;
  /** By which stop conditions are looked at, and the fault's lease is renewed and released. */
  readonly timer?: Timer;
  /** Where others go on at the same time: theirs, by which their common history is written. */
  readonly clock?: Clock;
}
