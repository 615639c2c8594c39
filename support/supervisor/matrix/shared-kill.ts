/**
 * Lets several cases share one kill of the cloud: each waits until all of the round have come to their step, or have
 * dropped out, and then it happens once for all of them.
 */
export class SharedKill {
  private waiting: (() => void)[] = [];
  private expected: number;
  private failed: ((error: Error) => void)[] = [];

  constructor(
    cases: number,
    private readonly kill: () => Promise<void>,
  ) {
    this.expected = cases;
  }

  /** Resolves when the kill has happened. */
  arrive(): Promise<void> {
    const happened = new Promise<void>((resolve, reject) => {
      this.waiting.push(resolve);
      this.failed.push(reject);
    });
    this.look();
    return happened;
  }

  /** A case that ends without having come to its step keeps nobody waiting. */
  dropOut(): void {
    this.expected -= 1;
    this.look();
  }

  private look(): void {
    if (this.waiting.length === 0 || this.waiting.length < this.expected) return;
    const [waiting, failed] = [this.waiting, this.failed];
    [this.waiting, this.failed] = [[], []];
    this.expected = 0;
    this.kill().then(
      () => waiting.forEach((resolve) => resolve()),
      (error: unknown) => failed.forEach((reject) => reject(error as Error)),
    );
  }
}
