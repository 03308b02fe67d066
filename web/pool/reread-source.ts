import { closeIterator, iteratorOf, type InputIterator, type InputStream } from "../core/job/input-stream.ts";
import { packAll, valueAt } from "../core/values/packed.ts";

type Step = IteratorResult<unknown> | PromiseLike<IteratorResult<unknown>>;

/** An input as it travels; one that cannot is kept as it is, and refused as others are. */
type Kept = { readonly bytes: Uint8Array } | { readonly input: unknown };

function keep(input: unknown): Kept {
  try {
    return { bytes: packAll([input]).bytes };
  } catch {
    return { input };
  }
}

function inputOf(kept: Kept): unknown {
  return "bytes" in kept ? valueAt({ ends: Uint32Array.of(kept.bytes.length), bytes: kept.bytes }, 0) : kept.input;
}

/** A source that can be read from its first input on again and again, until `keepNoMore`; from then on by one reader. */
export class RereadSource {
  readonly #source: InputStream;
  #iterator: InputIterator | null = null;
  #kept: Kept[] = [];
  #isKeeping = true;
  /** How the source has ended; null while it has not. */
  #end: (() => Step) | null = null;

  constructor(source: InputStream) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): InputIterator {
    let at = 0;
    return {
      next: () => {
        const kept = this.#kept[at];
        at += 1;
        if (kept !== undefined) return { done: false, value: inputOf(kept) };
        if (!this.#isKeeping) this.#kept = [];
        return this.#read();
      },
      return: () => {
        if (!this.#isKeeping && this.#iterator !== null) closeIterator(this.#iterator);
      },
    };
  }

  keepNoMore(): void {
    this.#isKeeping = false;
  }

  /** Nothing more of it is read. */
  close(): void {
    this.#kept = [];
    this.#end ??= () => ({ done: true, value: undefined });
    if (this.#iterator !== null) closeIterator(this.#iterator);
  }

  #read(): Step {
    if (this.#end !== null) return this.#end();
    this.#iterator ??= iteratorOf(this.#source);
    if (!this.#isKeeping) return this.#iterator.next();
    try {
      const step = this.#iterator.next();
      return "then" in step ? this.#keepLater(step) : this.#keepStep(step);
    } catch (error) {
      return this.#keepError(error);
    }
  }

  async #keepLater(step: PromiseLike<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
    try {
      return this.#keepStep(await step);
    } catch (error) {
      return this.#keepError(error);
    }
  }

  /** Ends the source with this error: each read that gets so far rejects with it. */
  #keepError(error: unknown): Promise<never> {
    const fail = async (): Promise<never> => {
      throw error;
    };
    this.#end = fail;
    return fail();
  }

  #keepStep(step: IteratorResult<unknown>): IteratorResult<unknown> {
    if (step.done === true) this.#end = () => step;
    else this.#kept.push(keep(step.value));
    return step;
  }
}
