import type { CallOff, Clock } from "../../core/clock.ts";
import type { InputChunk } from "../../core/job/appended-inputs.ts";
import { maxTasks } from "../../core/job/input-recipe.ts";
import {
  closeIterator,
  closeStream,
  iteratorOf,
  type InputIterator,
  type InputStream,
} from "../../core/job/input-stream.ts";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import { messageOf } from "../../core/message-of.ts";
import { shownValue } from "../../core/values/shown-value.ts";
import { Packer } from "../../core/values/packed.ts";
import type { SourceWatch } from "./source-watch.ts";

/** Milliseconds that a stream may be read at a stretch: a longer one would hold up the page. */
const stretchMs = 8;

/** Inputs read between two looks at the clock; fewer where what is handed over is large. */
const inputsALook = 16;

/** Bytes, and inputs, that are handed over at a time. */
const chunkBytes = 256 * 1_024;
const chunkInputs = 16_384;

/** Bytes handed over that are not on record yet, beyond which nothing is read: where the record is slower than the volunteers, all that was read would pile up. */
const mostUnkeptBytes = 8 * 1_024 * 1_024;

/** Milliseconds that an input waits for further ones of its stream, so that those of a quick one travel together. */
const gatherMs = 50;

/** What comes of a feed. */
export interface FeedTarget {
  addInputs(chunk: InputChunk): void;
  /** There are no further ones. */
  seal(): void;
  /** There are no further ones, since that input could not be had. */
  fail(task: number, reason: string): void;
}

interface Surroundings {
  readonly clock: Clock;
  readonly watch: SourceWatch;
  readonly target: FeedTarget;
}

/** How a feed is begun. */
interface Beginning {
  /** Inputs that came in an earlier start of the room, or before that feed. */
  readonly read: number;
  /** Whether all inputs are read at once, so that none of them is lost with its page. Otherwise none is before it is asked for. */
  readonly isEager: boolean;
}

/**
 * Reads the streams of a growing job, one after the other. Inputs are packed as they come, so that what their owner changes later reaches neither volunteers nor the record.
 */
export class Feed {
  readonly #surroundings: Surroundings;
  readonly #streams: InputStream[] = [];
  readonly #packer = new Packer();
  /** Places among what is packed at which a row stands that is no input. */
  #skipped: number[] = [];
  #iterator: InputIterator | null = null;
  /** Inputs read so far: the index of the next one. */
  #read: number;
  /** Inputs read, and those that are still to be read of streams of a known length. */
  #due: number;
  /** Inputs that may be read without being asked for. */
  readonly #unasked: number;
  /** Inputs that may still be read. */
  #wanted: number;
  /** Bytes handed over that are neither on record nor known never to get there. */
  #unkeptBytes = 0;
  /** No further stream will be added. */
  #isSealed = false;
  #isOver = false;
  /** Set while a stream's promise is awaited. */
  #isAwaiting = false;
  #stretchEndsAt = 0;
  /** Inputs read since the last look at the clock. */
  #readUnwatched = 0;
  /** Set from the first input read in a turn of the page until the next turn. */
  #callOffTurn: CallOff | null = null;
  /** Set when a stretch took so long that the page has its turn first. */
  #isResting = false;
  #callOffGathering: CallOff | null = null;

  constructor(surroundings: Surroundings, { read, isEager }: Beginning = { read: 0, isEager: false }) {
    this.#surroundings = surroundings;
    this.#read = read;
    this.#due = read;
    this.#unasked = isEager ? Number.POSITIVE_INFINITY : 0;
    this.#wanted = this.#unasked;
  }

  /** Whether nothing can be added any more. */
  get isSealed(): boolean {
    return this.#isSealed || this.#isOver;
  }

  /** Inputs that its job has, and those that streams of a known length will still bring. */
  get due(): number {
    return this.#due;
  }

  /** Read behind the streams that were added before. `count`: of its inputs, where that is known. */
  addStream(stream: InputStream, count = 0): void {
    this.#due += count;
    this.#streams.push(stream);
    this.#readOn();
  }

  /** The streams that were added are all. */
  seal(): void {
    this.#isSealed = true;
    this.#readOn();
  }

  /** Answered by one call of the target, once there is something to say. */
  askInputs(count: number): void {
    this.#wanted = Math.max(count, this.#unasked);
    this.#readOn();
  }

  /** So many bytes of what was handed over are on record, or known never to get there. */
  noteKept(bytes: number): void {
    this.#unkeptBytes -= bytes;
    this.#readOn();
  }

  /** Nothing is read any more, and the stream is told so. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#callOffTurn?.();
    this.#callOffGathering?.();
    this.#closeStreams();
  }

  /** Those that were not opened yet may be at work, too, as a file's stream is. */
  #closeStreams(): void {
    const open = this.#iterator;
    this.#iterator = null;
    if (open !== null) closeIterator(open);
    for (const stream of this.#streams.splice(0)) closeStream(stream);
  }

  #readOn(): void {
    if (this.#isAwaiting || this.#isResting || this.#isOver) return;
    this.#beginStretch();
    this.#readStretch();
  }

  /** The first one in a turn of the page: all further ones of that turn share its time. */
  #beginStretch(): void {
    if (this.#callOffTurn !== null) return;
    const { clock } = this.#surroundings;
    this.#stretchEndsAt = clock.now() + stretchMs;
    this.#callOffTurn = clock.after(0, () => this.#beginTurn());
  }

  #beginTurn(): void {
    this.#callOffTurn = null;
    if (!this.#isResting) return;
    this.#isResting = false;
    this.#readOn();
  }

  /**
   * Reads until enough is there, time is up, or the stream has to be waited for: perhaps by a request within, since what is
   * handed over may bring one at once.
   */
  #readStretch(): void {
    while (!this.#isOver && !this.#isResting && !this.#isAwaiting) {
      if (this.#iterator === null && this.#streams.length === 0) {
        this.#handOver();
        if (this.#isSealed) this.#end();
        return;
      }
      if (this.#wanted === 0 || this.#unkeptBytes >= mostUnkeptBytes) return;
      let step: unknown;
      try {
        step = this.#openStream().next();
      } catch (error) {
        this.#fail(messageOf(error));
        return;
      }
      if (isPromiseLike(step)) this.#awaitStep(step);
      else this.#takeStep(step);
    }
  }

  #openStream(): InputIterator {
    this.#iterator ??= iteratorOf(this.#streams.shift() ?? []);
    return this.#iterator;
  }

  #awaitStep(step: PromiseLike<unknown>): void {
    this.#isAwaiting = true;
    const heard = this.#surroundings.watch.expectAnswer();
    if (this.#packer.count > 0) this.#gather();
    const settle = (act: () => void): void => {
      heard();
      this.#isAwaiting = false;
      if (this.#isOver) return;
      this.#beginStretch();
      act();
      this.#readOn();
    };
    step.then(
      (result) => settle(() => this.#takeStep(result)),
      (error: unknown) => settle(() => this.#fail(messageOf(error))),
    );
  }

  #takeStep(step: unknown): void {
    if (!isStep(step)) {
      this.#fail(`its iterator gave ${shownValue(step)} instead of { value, done }`);
      return;
    }
    if (step.done === true) {
      this.#iterator = null;
      return;
    }
    try {
      if (this.#read >= maxTasks) throw new RangeError(`a job has ${maxTasks} tasks at most`);
      this.#packer.append(step.value);
      if (step.value instanceof SkippedInput) this.#skipped.push(this.#packer.count - 1);
    } catch (error) {
      this.#fail(messageOf(error));
      return;
    }
    this.#read += 1;
    const { count, byteLength } = this.#packer;
    // A skipped row is no task to be computed: a file of nothing else would be handed over row by row.
    const isEnough = count - this.#skipped.length >= this.#wanted || count >= chunkInputs || byteLength >= chunkBytes;
    this.#readUnwatched += 1;
    if (isEnough || this.#readUnwatched >= inputsALook) {
      this.#readUnwatched = 0;
      this.#isResting = this.#surroundings.clock.now() >= this.#stretchEndsAt;
    }
    if (this.#isResting || isEnough) this.#handOver();
  }

  #gather(): void {
    this.#callOffGathering ??= this.#surroundings.clock.after(gatherMs, () => {
      this.#callOffGathering = null;
      this.#handOver();
    });
  }

  #handOver(): void {
    this.#callOffGathering?.();
    this.#callOffGathering = null;
    if (this.#packer.count === 0) return;
    this.#wanted = this.#unasked;
    const skipped = Uint32Array.from(this.#skipped);
    this.#skipped = [];
    const inputs = this.#packer.take();
    this.#unkeptBytes += inputs.bytes.length;
    this.#surroundings.target.addInputs({ inputs, skipped });
  }

  #fail(reason: string): void {
    const task = this.#read;
    // First: handing over what is there may bring a request, and a stream that has thrown says that it is at its end.
    this.close();
    this.#handOver();
    this.#surroundings.target.fail(task, reason);
  }

  #end(): void {
    // Handing over the last inputs may have brought a request, and that the end.
    if (this.#isOver) return;
    this.close();
    this.#surroundings.target.seal();
  }
}

/** Streams come from people's programs, which no type has checked. */
function isStep(step: unknown): step is { readonly value?: unknown; readonly done?: unknown } {
  return typeof step === "object" && step !== null;
}

function isPromiseLike(step: unknown): step is PromiseLike<unknown> {
  return typeof step === "object" && step !== null && "then" in step && typeof step.then === "function";
}
