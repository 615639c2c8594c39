import { stripVTControlCharacters } from 'node:util';
import ansiEscapes from 'ansi-escapes';
import { createLogUpdate } from 'log-update';
import type { Window } from './view-lines';

/** The part of a terminal's stream that is used: `process.stdout` is one. */
export interface Terminal {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): boolean;
  hasColors?(): boolean;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

const TICK_MS = 1000;

/**
 * The lowest lines of a terminal, drawn anew each second and whenever something is said, above which all that is said
 * goes on as without them. The cursor stays visible and the terminal in its mode, so that whatever ends the process,
 * SIGKILL too, leaves nothing to put right.
 */
export class LiveScreen {
  private readonly draw: ReturnType<typeof createLogUpdate>;
  private shown: readonly string[] = [];
  private readonly timer: NodeJS.Timeout;

  /** @param lines what is to be seen at this moment, of the window's width at most */
  constructor(
    private readonly terminal: Terminal,
    private readonly lines: (window: Window) => readonly string[],
  ) {
    this.draw = createLogUpdate(terminal as unknown as NodeJS.WriteStream, { showCursor: true });
    this.timer = setInterval(() => this.show(), TICK_MS);
    this.timer.unref();
    terminal.on('resize', this.resized);
    // After a stop the shell has written below; what it wrote is not ours to take away.
    process.on('SIGCONT', this.continued);
    this.show();
  }

  /** Draws it anew. */
  show(): void {
    const { terminal } = this;
    this.shown = this.lines({
      columns: terminal.columns ?? 80,
      rows: terminal.rows ?? 24,
      colours: terminal.hasColors?.() ?? false,
    });
    this.draw(this.shown.join('\n'));
  }

  /** Text that stays, with its line feed; it is wrapped by the terminal, as without a view. */
  print(text: string): void {
    this.draw.clear();
    this.terminal.write(text);
    this.show();
  }

  /** Takes it away; what was printed stays. */
  close(): void {
    clearInterval(this.timer);
    this.terminal.off('resize', this.resized);
    process.off('SIGCONT', this.continued);
    this.draw.clear();
  }

  /** What was drawn is wrapped by now where the window has become narrower, and takes more rows than before. */
  private readonly resized = (): void => {
    const columns = Math.max(1, this.terminal.columns ?? 80);
    const rows = this.shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)),
      0,
    );
    this.terminal.write(ansiEscapes.eraseLines(rows + 1));
    this.draw.done();
    this.show();
  };

  private readonly continued = (): void => {
    this.draw.done();
    this.show();
  };
}
