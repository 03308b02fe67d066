import type { ResultCursor } from "../../../room/results/result-cursor.ts";
import type { Results } from "../../../room/results/results.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import { Histogram, type Bin } from "./histogram.ts";
import { IndexSeries, mostParts, type Part } from "./index-series.ts";
import type { PictureKind } from "./picture-kinds.ts";
import { ScatterSeries, type Dot } from "./scatter-series.ts";
import { TintScale, type TintMeaning } from "./tint-scale.ts";
import type { Tint } from "./tint.ts";

/** Results that are read for one frame: some milliseconds of work. */
const resultsAFrame = 10_000;

/** What a picture is drawn of. Another object whenever something has come. */
export interface Drawing {
  readonly parts: readonly Part[];
  readonly bins: readonly Bin[];
  /** Whether each bin holds one whole number. */
  readonly hasBinForEach: boolean;
  readonly dots: readonly Dot[];
  /** Of tasks with a dot each this many stand for one. */
  readonly step: number;
  /** Results that have a number, and those that have none. */
  readonly numbers: number;
  readonly others: number;
  readonly least: number;
  readonly mean: number;
  readonly most: number;
  readonly meaning: TintMeaning;
  /** null where the task keeps the picture's own colour. */
  readonly colourOf: (task: number, tint: Tint) => string | null;
}

/** The numbers of a job's results, read as they get on record: each result once, and none of them kept. */
export class PictureNumbers implements FrameReader {
  readonly #results: Results;
  readonly #kind: PictureKind;
  readonly #cursor: ResultCursor;
  readonly #series = new IndexSeries();
  readonly #histogram = new Histogram();
  readonly #scatter = new ScatterSeries();
  readonly #tints: TintScale;
  #numbers = 0;
  #others = 0;
  #least = Infinity;
  #most = -Infinity;
  #mean = 0;

  constructor(results: Results, kind: PictureKind) {
    this.#results = results;
    this.#kind = kind;
    this.#cursor = results.cursor("completed");
    this.#tints = new TintScale(results);
  }

  get resultsRead(): number {
    return this.#numbers + this.#others;
  }

  readSome(): boolean {
    for (let left = resultsAFrame; left > 0; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      this.#add(task);
    }
    return true;
  }

  draw(): Drawing {
    const { over } = this.#kind;
    return {
      parts: over === "index" ? this.#series.parts() : [],
      bins: over === "frequency" ? [...this.#histogram.bins()] : [],
      hasBinForEach: this.#histogram.hasBinForEach,
      dots: over === "x" ? this.#scatter.dots() : [],
      step: this.#scatter.step,
      numbers: this.#numbers,
      others: this.#others,
      least: this.#least,
      mean: this.#mean,
      most: this.#most,
      meaning: this.#tints.meaning,
      colourOf: (task, tint) => this.#tints.colourOf(task, tint),
    };
  }

  #add(task: number): void {
    const number = this.#kind.numberOf(this.#results, task);
    const x = this.#kind.over === "x" ? (this.#kind.xOf?.(this.#results, task) ?? null) : task;
    if (number === null || x === null) {
      this.#others += 1;
      return;
    }
    const { over } = this.#kind;
    this.#numbers += 1;
    // Where a dot is no single task's it has no colour of one.
    if (over === "x" || (over === "index" && this.#results.total <= mostParts)) this.#tints.notePart(task);
    this.#least = Math.min(this.#least, number);
    this.#most = Math.max(this.#most, number);
    // The sum of large numbers may be none; their mean always is one.
    this.#mean += number / this.#numbers - this.#mean / this.#numbers;
    if (this.#kind.over === "index") this.#series.add(task, number);
    else if (this.#kind.over === "x") this.#scatter.add({ task, x, y: number });
    else this.#histogram.add(number);
  }
}
