import type { RunEvent } from '../../recovery/run/run-event';
import { progressTo, type Progress } from '../output/progress';
import { LiveScreen, type Terminal } from './live-screen';
import { after, beginning, type RunProgress } from './run-progress';
import { viewLines, type Window } from './view-lines';

type RunFacts = Pick<RunProgress, 'run' | 'environment' | 'total'> & {
  /** When no drill begins any more. */
  readonly until?: Date | undefined;
  /** From when that is counted; now unless told. */
  readonly since?: Date | undefined;
};

/** A run that is watched. */
export interface WatchedRun {
  /** Gets what cucumber says, line by line. */
  readonly said: (line: string) => void;
  readonly onEvent: (event: RunEvent) => void;
  /** Takes the view away; lines go on. */
  close(): void;
}

/** Where a command says what goes on. */
export interface Display {
  readonly progress: Progress;
  /**
   * A view below the lines while a run goes on, or several side by side; undefined where there is no terminal, or one that
   * knows lines only.
   */
  readonly watch?: (facts: RunFacts) => WatchedRun;
}

/**
 * Lines, and on a terminal a view below them while a run goes on. `TERM=dumb` has none; colours are as Node knows them of the
 * terminal, `NO_COLOR` (no-color.org) included.
 */
export function openDisplay(
  stream: Terminal & { readonly isTTY?: boolean },
  variables: NodeJS.ProcessEnv,
  now: () => number = () => performance.now(),
): Display {
  if (stream.isTTY !== true || variables['TERM'] === 'dumb') return { progress: progressTo(stream, now) };
  /** Those that go on, each below the one that began before it. */
  const runs = new Map<object, RunProgress>();
  let screen: LiveScreen | undefined;
  const lines = (window: Window): readonly string[] => {
    const share = { ...window, rows: window.rows / Math.max(1, runs.size) };
    return [...runs.values()].flatMap((run) => viewLines(run, now(), share));
  };
  const write = (text: string): boolean => {
    if (screen === undefined) return stream.write(text);
    screen.print(text);
    return true;
  };
  return {
    progress: progressTo({ write }, now),
    watch: ({ until, since, ...facts }) => {
      const onOurClock = (date: Date): number => now() + (date.getTime() - Date.now());
      const began = since === undefined ? now() : onOurClock(since);
      const end = until === undefined ? undefined : onOurClock(until);
      const key = {};
      let progress = beginning({ ...facts, began, until: end });
      const noted = (): void => {
        runs.set(key, progress);
        if (screen === undefined) screen = new LiveScreen(stream, lines);
        else screen.show();
      };
      noted();
      return {
        said: (line) => void write(`${line}\n`),
        onEvent: (event) => {
          progress = after(progress, event, now());
          noted();
        },
        close: () => {
          runs.delete(key);
          if (runs.size > 0) screen?.show();
          else {
            screen?.close();
            screen = undefined;
          }
        },
      };
    },
  };
}
