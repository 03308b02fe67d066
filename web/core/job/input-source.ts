/** A job's inputs, read lazily and, for retries, more than once: the same index gives the same input. */
export interface InputSource {
  /** Rises while the job grows. */
  readonly total: number;
  /**
   * For inputs that are not at hand: brings those of a batch, in the order of their tasks. Where there is this, `at` and
   * `look` tell what is known of an input before.
   */
  readonly load?: (indices: Uint32Array) => Promise<readonly unknown[]>;
  /** @throws RangeError if `index` is no whole number from 0 to `total - 1`. */
  at(index: number): unknown;
  /** The input for showing it: of a large one only the beginning, with `unread` in place of the rest. */
  look(index: number): unknown;
}
