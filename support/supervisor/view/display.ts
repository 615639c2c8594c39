import type { RunEvent } from '../../recovery/run-event';
import { progressTo, type Progress } from '../progress';
import { LiveScreen, type Terminal } from './live-screen';
import { after, beginning, type RunProgress } from './run-progress';
import { viewLines } from './view-lines';

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
  /** A view below the lines while a run goes on; undefined where there is no terminal, or one that knows lines only. */
  readonly watch?: (facts: RunFacts) => WatchedRun;
}

/**
 * Lines, and on a terminal a view below them while a run goes on. `TERM=dumb` has none; colours are as Node knows them of the
 * terminal, `NO_COLOR` (no-color.org) included.
 */
export function openDisplay(
  stream: NodeJS.WriteStream,
  variables: NodeJS.ProcessEnv,
  now: () => number = () => performance.now(),
): Display {
  if (!stream.isTTY || variables['TERM'] === 'dumb') return { progress: progressTo(stream, now) };
  let screen: LiveScreen | undefined;
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
      let progress = beginning({ ...facts, began, until: end });
      const terminal: Terminal = stream;
      screen = new LiveScreen(terminal, (window) => viewLines(progress, now(), window));
      return {
        said: (line) => void write(`${line}\n`),
        onEvent: (event) => {
          progress = after(progress, event, now());
          screen?.show();
        },
        close: () => {
          screen?.close();
          screen = undefined;
        },
      };
    },
  };
}
