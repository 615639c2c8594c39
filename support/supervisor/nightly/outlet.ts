/** What people are told of a night. */
export interface NightMessage {
  /** The night in one line. */
  readonly line: string;
  /** Some lines more, for whoever reads on. */
  readonly text: string;
  /** Distinguishes the message from all others, so that one that comes twice can be known. */
  readonly id: string;
  /** ISO 8601: when the night ended. */
  readonly at: string;
}

/** A way to people. */
export interface Outlet {
  readonly name: 'chat' | 'mail';
  /**
   * Sends; tries again within bounds what may pass. Throws with one line that says what is wrong.
   * @returns what people should know of a message that was taken all the same, if anything
   */
  send(message: NightMessage, signal: AbortSignal): Promise<string | undefined>;
  close(): void;
}
