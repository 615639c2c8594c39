import { seconds, type Milliseconds } from '../../drill/time';

/**
 * Whether an environment was just seen to be whole, by the drill that ended before another begins: what is younger than this is
 * not looked for again, for looking costs every host a log-in. It is good for one beginning.
 */
export class RecentLook {
  private wholeAt: number | undefined;

  constructor(
    private readonly goodFor: Milliseconds = seconds(2),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Notes what was found, and gives it. */
  found(findings: readonly string[]): readonly string[] {
    this.wholeAt = findings.length === 0 ? this.now() : undefined;
    return findings;
  }

  /** What was found a moment ago, or what `look` finds now. */
  async orLook(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const { wholeAt } = this;
    this.wholeAt = undefined;
    return wholeAt !== undefined && this.now() - wholeAt < this.goodFor ? [] : look();
  }
}
