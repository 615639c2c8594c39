export interface MendOrRebuild<T> {
  /** Throws where what is there cannot be made whole. */
  readonly mend: () => Promise<T>;
  /** Who else has it, if anybody: then nothing is removed. */
  readonly heldElsewhere: () => Promise<string | undefined>;
  readonly remove: () => Promise<void>;
  readonly build: () => Promise<T>;
  /** Told why, before anything is removed; when it throws, nothing is. */
  readonly onRebuild: (why: unknown) => void;
  readonly signal: AbortSignal;
}

/** Mends what is there; where that fails, removes it and builds it anew, once. Throws with both errors where that fails, too. */
export async function mendOrRebuild<T>(options: MendOrRebuild<T>): Promise<T> {
  const { mend, heldElsewhere, remove, build, onRebuild, signal } = options;
  try {
    return await mend();
  } catch (error) {
    // Somebody does not want it to go on, or somebody else is at it, as far as anybody knows.
    if (signal.aborted || (await heldElsewhere().catch(() => 'nobody knows whom')) !== undefined) throw error;
    onRebuild(error);
    try {
      await remove();
      return await build();
    } catch (second) {
      throw new AggregateError([error, second], 'it could neither be mended nor be built anew', {
        cause: second,
      });
    }
  }
}
