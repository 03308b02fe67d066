import type { Packed } from "../values/format.ts";
import type { OpenedValue } from "../values/packed.ts";

/** A job's inputs, read lazily and, for retries, more than once: the same index gives the same input. */
export interface InputSource {
  /** Rises while the job grows. */
  readonly total: number;
  /**
   * For inputs that are not all at hand: brings those of a batch, in the order of their tasks. null where these are at hand:
   * `at` gives them. Rejects where one cannot be had, and once it is found that they are not wanted any more: the rest is not read.
   */
  load?(indices: Uint32Array, areWanted?: () => boolean): Promise<readonly unknown[]> | null;
  /** As `load`, for people to look at: no sign that the inputs before these were handed out. In the order of `indices`. */
  read?(indices: readonly number[]): Promise<readonly unknown[]>;
  /** Has an input brought that is not at hand, for a reader that waits; null where it is. Rejects where it cannot be had. */
  bring?(index: number): Promise<unknown> | null;
  /**
   * Of a source that keeps its inputs encoded: as many of these as have at most `mostBytes` together, in their order, at least
   * the first. Never to be changed: one alone is a part of what is kept.
   *
   * @throws as `at`.
   */
  packed?(indices: Uint32Array, mostBytes: number): Packed;
  /** Of a source that keeps its inputs: nobody asks for those before this one any more. */
  letGo?(before: number): void;
  /** @throws RangeError if `index` is no whole number from 0 to `total - 1`; Error where the input is not at hand. */
  at(index: number): unknown;
  /**
   * The input for showing it: of a large one only the beginning, with `unread` in place of the rest. `unread` is all of one that
   * is not at hand: `bring` has it read.
   *
   * @throws as `at`, and Error where the input cannot be had.
   */
  look(index: number): unknown;
  /** Of a source that keeps its inputs encoded: the input for a person who has opened it. @throws as `at`. */
  openAt?(index: number): OpenedValue;
}
