import { closeIterator, iteratorOf, type InputIterator, type InputStream } from "../core/job/input-stream.ts";

/**
 * A source that is read no further than `ahead` inputs before the results that its reader has taken, so that neither inputs nor
 * results pile up behind a slow reader. Keeps what the source itself has thrown: a job has its message alone.
 */
export class GatedSource {
  readonly #source: InputStream;
  readonly #ahead: number;
  #given = 0;
  #taken = 0;
  #open: (() => void) | null = null;
  #isOpenForGood = false;
  #isFree = false;
  #isClosed = false;
  /** What the source has thrown; null where it has not. */
  thrown: { readonly error: unknown } | null = null;

  /** `ahead`: Infinity for a reader that takes all results at once. */
  constructor(source: InputStream, ahead: number) {
    this.#source = source;
    this.#ahead = ahead;
  }

  [Symbol.asyncIterator](): InputIterator {
    const iterator = this.#iterate();
    return {
      next: () => {
        if (this.#isOpen) return this.#step(iterator);
        return new Promise<void>((resolve) => {
          this.#open = resolve;
        }).then(() => this.#step(iterator));
      },
      return: () => {
        this.#isClosed = true;
        this.openForGood();
        if (iterator !== null) closeIterator(iterator);
      },
    };
  }

  /** A result was taken: another input may be read. */
  noteTaken(): void {
    this.#taken += 1;
    if (this.#isOpen) this.#ring();
  }

  /** Whether it is read as fast as it comes for now, whatever was taken. What is read counts all the same. */
  readFreely(isFree: boolean): void {
    this.#isFree = isFree;
  }

  /** Nothing is held back any more. */
  openForGood(): void {
    this.#isOpenForGood = true;
    this.#ring();
  }

  get #isOpen(): boolean {
    return this.#isOpenForGood || this.#isFree || this.#given - this.#taken < this.#ahead;
  }

  #ring(): void {
    const open = this.#open;
    this.#open = null;
    open?.();
  }

  /** null where the source gives no iterator. */
  #iterate(): InputIterator | null {
    try {
      return iteratorOf(this.#source);
    } catch (error) {
      this.thrown = { error };
      return null;
    }
  }

  #step(iterator: InputIterator | null): IteratorResult<unknown> | PromiseLike<IteratorResult<unknown>> {
    // It may have waited for its turn until it was called off.
    if (this.#isClosed) return { done: true, value: undefined };
    this.#given += 1;
    try {
      if (iterator === null) throw this.thrown?.error;
      const step = iterator.next();
      if (!(step instanceof Promise)) return step;
      return step.catch((error: unknown) => {
        this.thrown ??= { error };
        throw error;
      });
    } catch (error) {
      this.thrown ??= { error };
      throw error;
    }
  }
}
