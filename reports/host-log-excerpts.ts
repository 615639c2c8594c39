import { join } from 'node:path';
import { linesOf } from './lines-of';

/** So far before and after an instant a line is still around it. */
const AROUND_MS = 1000;
/** So many lines of one log are shown around one instant, the nearest. */
const MOST_LINES = 12;
/** What journald writes with `--output=short-iso-precise`: `2026-11-27T07:15:53.230102+0000 jira …`. */
const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d):?(\d\d) /;

/** What one log has around one instant. */
export interface LogExcerpt {
  /** The log's name in the folder. */
  readonly log: string;
  readonly lines: readonly string[];
  /** How many more lines lie around that instant. */
  readonly more: number;
}

/**
 * The lines of each log around each of these instants, by the host's own clock. An instant around which nothing was
 * logged has an empty list.
 *
 * @param instants wall time, in milliseconds since the epoch
 */
export function hostLogExcerpts(
  folder: string,
  logs: readonly string[],
  instants: readonly number[],
): readonly (readonly LogExcerpt[])[] {
  const found = instants.map((): LogExcerpt[] => []);
  for (const log of logs) {
    const around = instants.map((instant) => new Nearest(instant));
    for (const { text } of linesOf(join(folder, log))) {
      const stamp = STAMPED.exec(text);
      if (stamp === null) continue;
      const at = Date.parse(`${String(stamp[1])}${String(stamp[2])}:${String(stamp[3])}`);
      for (const each of around) each.offer(at, text);
    }
    around.forEach((each, index) => {
      if (each.count > 0)
        found[index]?.push({ log, lines: each.lines(), more: each.count - each.lines().length });
    });
  }
  return found;
}

/** Keeps the lines nearest to an instant, however many are offered. */
class Nearest {
  count = 0;
  private kept: { readonly away: number; readonly order: number; readonly text: string }[] = [];

  constructor(private readonly instant: number) {}

  offer(at: number, text: string): void {
    const away = Math.abs(at - this.instant);
    if (!(away <= AROUND_MS)) return;
    this.kept.push({ away, order: this.count++, text });
    if (this.kept.length > 8 * MOST_LINES) this.kept = this.nearest();
  }

  /** In the order of the log. */
  lines(): readonly string[] {
    return this.nearest()
      .sort((a, b) => a.order - b.order)
      .map(({ text }) => text);
  }

  private nearest(): typeof this.kept {
    return [...this.kept].sort((a, b) => a.away - b.away).slice(0, MOST_LINES);
  }
}
