import type { Result } from "../../../room/results/result.ts";
import type { ImagePicture, ReadPixels } from "../../../workloads/image-picture.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import type { Refusal } from "./refusal-words.ts";
import { noMeaning, type TintMeaning } from "./tint-scale.ts";
import { TintWash } from "./tint-wash.ts";
import type { Tint } from "./tint.ts";

/** Results, and pixels of them, that are painted in one frame: some milliseconds of work. */
const resultsAFrame = 500;
const pixelsAFrame = 400_000;

/** What has been painted so far. Another object whenever something has come. */
export interface PaintedImage {
  readonly tiles: number;
  readonly pixels: number;
  /** Tasks that have failed. */
  readonly failed: number;
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
  readonly meaning: TintMeaning;
}

export const nothingPainted: PaintedImage = {
  tiles: 0,
  pixels: 0,
  failed: 0,
  refused: 0,
  firstRefusal: null,
  meaning: noMeaning,
};

/** What is asked of a job's results. */
interface ImageSource {
  readonly total: number;
  cursor(order: "completed"): { next(): number | null };
  at(task: number): Pick<Result, "outcome" | "runtimeMs" | "volunteer" | "arrival"> | null;
}

/** The canvases that lie upon each other: the image, and a wash of colour over its parts. */
interface Canvases {
  readonly image: HTMLCanvasElement;
  readonly wash: HTMLCanvasElement;
}

/** Paints a job's results into a picture at their places, each decoded once and not kept, and a wash of colour over them. */
export class ImagePainter implements FrameReader {
  readonly #results: ImageSource;
  readonly #picture: ImagePicture;
  readonly #readPixels: ReadPixels;
  readonly #cursor: { next(): number | null };
  readonly #image: CanvasRenderingContext2D | null;
  readonly #wash: TintWash;
  #tiles = 0;
  #pixels = 0;
  #failed = 0;
  #refused = 0;
  #firstRefusal: Refusal | null = null;

  constructor(results: ImageSource, picture: ImagePicture, { image, wash }: Canvases, tint: Tint = "none") {
    this.#results = results;
    this.#picture = picture;
    this.#readPixels = picture.startReading();
    this.#cursor = results.cursor("completed");
    // Empties it, too.
    image.width = picture.width;
    image.height = picture.height;
    this.#image = image.getContext("2d");
    this.#wash = new TintWash(results, wash, tint);
    this.#wash.resize(picture.width, picture.height);
  }

  get painted(): PaintedImage {
    return {
      tiles: this.#tiles,
      pixels: this.#pixels,
      failed: this.#failed,
      refused: this.#refused,
      firstRefusal: this.#firstRefusal,
      meaning: this.#wash.meaning,
    };
  }

  get resultsRead(): number {
    return this.#tiles + this.#failed + this.#refused;
  }

  readSome(): boolean {
    const until = this.#pixels + pixelsAFrame;
    for (let left = resultsAFrame; left > 0 && this.#pixels < until; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      this.#read(task);
    }
    return true;
  }

  setTint(tint: Tint): void {
    this.#wash.setTint(tint);
  }

  #read(task: number): void {
    const result = this.#results.at(task);
    if (result === null) return;
    const { outcome, volunteer } = result;
    if (outcome.type === "failed") {
      this.#failed += 1;
      return;
    }
    const pixels =
      outcome.type === "value"
        ? this.#readPixels(task, outcome.value)
        : ({ type: "problem", problem: outcome.reason } as const);
    const place = this.#picture.placeOf(task);
    if (pixels.type === "problem" || place === null) {
      this.#refused += 1;
      const reason = pixels.type === "problem" ? pixels.problem : "it has no place";
      this.#firstRefusal ??= { task, volunteer, reason };
      return;
    }
    this.#image?.putImageData(new ImageData(pixels.value, place.width, place.height), place.x, place.y);
    this.#tiles += 1;
    this.#pixels += place.width * place.height;
    this.#wash.addPart(task, place);
  }
}
