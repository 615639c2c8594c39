import { minutes, type Milliseconds } from '../../drill/time';
import { withTimeLimit } from './time-limit';

/** Something that changes the world and must be undone, whatever happens. Undoing it twice does no harm. */
interface Undoing {
  readonly name: string;
  readonly undo: (signal: AbortSignal) => Promise<void>;
}

/** What one drill has to undo. Last-in first-out; one that fails does not keep the others from being undone. */
export class UndoList {
  private readonly noted: Undoing[] = [];

  constructor(private readonly limit: Milliseconds = minutes(5)) {}

  /** Noted before the world is changed: a change whose answer was lost is undone too. */
  add(name: string, undo: Undoing['undo']): void {
    this.noted.push({ name, undo });
  }

  get open(): readonly string[] {
    return this.noted.map(({ name }) => name);
  }

  /**
   * Undoes all, each within the limit and under a signal of its own: it outlives the abort of the drill. Returns the
   * errors of those that could not be undone; these stay open.
   */
  async undoAll(): Promise<readonly Error[]> {
    const errors: Error[] = [];
    const stuck: Undoing[] = [];
    for (let next = this.noted.pop(); next !== undefined; next = this.noted.pop()) {
      const { name, undo } = next;
      try {
        await withTimeLimit(`undoing ${name}`, this.limit, new AbortController().signal, undo);
      } catch (cause) {
        const words = cause instanceof Error ? cause.message : String(cause);
        errors.push(new Error(`${name} could not be undone: ${words}`, { cause }));
        stuck.unshift(next);
      }
    }
    this.noted.push(...stuck);
    return errors;
  }
}
