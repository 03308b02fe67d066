import type { Result } from "../../../room/results/result.ts";
import type { ImagePicture, ReadPixels } from "../../../workloads/image-picture.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import type { Refusal } from "./refusal-words.ts";
import { rampColour, volunteerColour, type Tint } from "./tint.ts";

/** Results, and pixels of them, that are painted in one frame: some milliseconds of work. */
const resultsAFrame = 500;
const pixelsAFrame = 400_000;

/** Runtimes up to this one have the whole of the scale at first, in milliseconds. */
const firstScaleMs = 1;

/** What has been painted so far. Another object whenever something has come. */
export interface PaintedImage {
  readonly tiles: number;
  readonly pixels: number;
  /** Tasks that have failed. */
  readonly failed: number;
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
  /** The end of the scale of runtimes, in milliseconds. */
  readonly scaleMs: number;
  /** Those that have brought tiles, in the order of their first ones. */
  readonly volunteers: readonly { readonly name: string; readonly tiles: number }[];
}

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

/**
 * Paints a job's results into a picture at their places. Each result is decoded once and not kept; a wash of colour over the parts
 * is drawn anew where another one is chosen, and where a runtime is beyond its scale, which then doubles.
 */
export class ImagePainter implements FrameReader {
  readonly #results: ImageSource;
  readonly #picture: ImagePicture;
  readonly #readPixels: ReadPixels;
  readonly #cursor: { next(): number | null };
  readonly #image: CanvasRenderingContext2D | null;
  readonly #wash: CanvasRenderingContext2D | null;
  readonly #painted: number[] = [];
  readonly #volunteers = new Map<string, { readonly nth: number; tiles: number }>();
  #tint: Tint;
  #pixels = 0;
  #failed = 0;
  #refused = 0;
  #firstRefusal: Refusal | null = null;
  #scaleMs = firstScaleMs;

  constructor(results: ImageSource, picture: ImagePicture, { image, wash }: Canvases, tint: Tint = "none") {
    this.#results = results;
    this.#picture = picture;
    this.#readPixels = picture.startReading();
    this.#cursor = results.cursor("completed");
    this.#tint = tint;
    for (const canvas of [image, wash]) {
      // Empties it, too.
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    this.#image = image.getContext("2d");
    this.#wash = wash.getContext("2d");
  }

  get painted(): PaintedImage {
    return {
      tiles: this.#painted.length,
      pixels: this.#pixels,
      failed: this.#failed,
      refused: this.#refused,
      firstRefusal: this.#firstRefusal,
      scaleMs: this.#scaleMs,
      volunteers: Array.from(this.#volunteers, ([name, { tiles }]) => ({ name, tiles })),
    };
  }

  get resultsRead(): number {
    return this.#painted.length + this.#failed + this.#refused;
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
    if (tint === this.#tint) return;
    this.#tint = tint;
    this.#washAll();
  }

  #read(task: number): void {
    const result = this.#results.at(task);
    if (result === null) return;
    const { outcome, volunteer, runtimeMs } = result;
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
    this.#painted.push(task);
    this.#pixels += place.width * place.height;
    const known = this.#volunteers.get(volunteer);
    if (known === undefined) this.#volunteers.set(volunteer, { nth: this.#volunteers.size, tiles: 1 });
    else known.tiles += 1;
    const scaleMs = this.#scaleMs;
    while (runtimeMs > this.#scaleMs) this.#scaleMs *= 2;
    if (this.#scaleMs > scaleMs && this.#tint === "runtime") this.#washAll();
    else this.#washOne(task);
  }

  #washAll(): void {
    this.#wash?.clearRect(0, 0, this.#picture.width, this.#picture.height);
    for (const task of this.#painted) this.#washOne(task);
  }

  #washOne(task: number): void {
    const place = this.#tint === "none" ? null : this.#picture.placeOf(task);
    const colour = this.#colourOf(task);
    if (this.#wash === null || place === null || colour === null) return;
    const { x, y, width, height } = place;
    // Of tiles that lie upon each other the last one is seen.
    this.#wash.clearRect(x, y, width, height);
    this.#wash.fillStyle = colour;
    this.#wash.globalAlpha = 0.6;
    this.#wash.fillRect(x, y, width, height);
  }

  #colourOf(task: number): string | null {
    const result = this.#results.at(task);
    if (result === null) return null;
    switch (this.#tint) {
      case "none":
        return null;
      case "volunteer":
        return volunteerColour(this.#volunteers.get(result.volunteer)?.nth ?? 0);
      case "runtime":
        return rampColour(result.runtimeMs / this.#scaleMs);
      case "arrival":
        return rampColour(result.arrival / Math.max(1, this.#results.total));
    }
  }
}
