import type { InputStream } from "../core/job/input-stream.ts";
import { mixed } from "./dice.ts";
import { rowOf, type Row } from "./sample-task.ts";
import type { JobPlan, SourcePlan } from "./scenario.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";

/** Why a source that fails does. */
export const sourceTrouble = "the stick is gone";

interface SampleSourceWorld {
  readonly timeline: Timeline;
  /** The page that reads it: what happens there reaches it no more once the page is gone. */
  readonly page: SimulatedPage;
  /** The source is used as none may be. */
  readonly misused: (words: string) => void;
}

/** The inputs of one planned job as one page reads them, and how they are read. */
export class SampleSource {
  /** Which of the planned jobs it is of, from 1. */
  readonly plan: number;
  readonly page: SimulatedPage;
  readonly #world: SampleSourceWorld;
  readonly #total: number;
  readonly #source: SourcePlan;
  readonly #largeShare: number;
  #read = 0;
  #isOpen = false;
  /** Its reader was told that there is no more, or has told that it reads no more. */
  #isOver = false;
  #isAwaited = false;

  constructor(
    world: SampleSourceWorld,
    plan: number,
    total: number,
    { source, largeShare }: Pick<JobPlan, "largeShare"> & { readonly source: SourcePlan },
  ) {
    this.plan = plan;
    this.page = world.page;
    this.#world = world;
    this.#total = total;
    this.#source = source;
    this.#largeShare = largeShare;
  }

  /** Whether its reader has begun and not ended. */
  get isRead(): boolean {
    return this.#isOpen && !this.#isOver;
  }

  get stream(): InputStream {
    if (this.#source.kind === "at hand") {
      return { [Symbol.iterator]: () => this.#opened({ next: () => this.#readNow(), return: () => this.#close() }) };
    }
    return {
      [Symbol.asyncIterator]: () =>
        this.#opened({ next: async () => this.#readInTime(), return: async () => this.#close() }),
    };
  }

  #opened<Reader>(reader: Reader): Reader {
    this.#isOpen = true;
    return reader;
  }

  #close(): IteratorResult<Row> {
    this.#isOver = true;
    return { done: true, value: undefined };
  }

  #noteRequest(): void {
    const { misused } = this.#world;
    if (this.#isOver) misused(`the source of planned job ${this.plan} is read after its end`);
    if (this.#isAwaited)
      misused(`the source of planned job ${this.plan} is asked for an input before it gave the last`);
  }

  #readNow(): IteratorResult<Row> {
    this.#noteRequest();
    return this.#giveInput();
  }

  async #readInTime(): Promise<IteratorResult<Row>> {
    const { timeline, page } = this.#world;
    this.#noteRequest();
    this.#isAwaited = true;
    return new Promise((resolve, reject) => {
      if (this.#source.end === "falls silent" && this.#read === this.#total) return;
      const draw = (mixed(6, this.plan, this.#read) % 1_000) / 1_000;
      timeline.after(this.#source.longestWaitMs ** draw, () =>
        page.hear(() => {
          this.#isAwaited = false;
          timeline.notePromise();
          try {
            resolve(this.#giveInput());
          } catch (error) {
            reject(error);
          }
        }),
      );
    });
  }

  #giveInput(): IteratorResult<Row> {
    if (this.#isOver) return this.#close();
    if (this.#read < this.#total) {
      this.#read += 1;
      const place = { plan: this.plan, task: this.#read - 1 };
      return { done: false, value: rowOf(place, { source: this.#source, largeShare: this.#largeShare }) };
    }
    this.#close();
    if (this.#source.end === "fails") throw new Error(sourceTrouble);
    return { done: true, value: undefined };
  }
}
