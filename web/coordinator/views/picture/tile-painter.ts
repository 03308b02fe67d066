import type { Result } from "../../../room/results/result.ts";
import type { Glanced } from "../../../room/results/settlements.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import { mayBeTile, tileIn, type Tile } from "./tile.ts";
import { noMeaning, type TintMeaning, type TintSource } from "./tint-scale.ts";
import { TintWash } from "./tint-wash.ts";
import type { Tint } from "./tint.ts";

/** Results, and pixels of them, that are painted in one frame: some milliseconds of work. */
const resultsAFrame = 200;
const pixelsAFrame = 500_000;

/** What has been painted so far. */
export interface PaintedTiles {
  readonly tiles: number;
  /** Results that are no tile, failed ones among them. */
  readonly others: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly meaning: TintMeaning;
}

export const noTiles: PaintedTiles = { tiles: 0, others: 0, width: 0, height: 0, meaning: noMeaning };

/** What is asked of a job's results. */
interface TileSource extends TintSource {
  cursor(order: "completed"): { next(): number | null };
  glanceAt(task: number): Glanced | null;
  at(task: number): Pick<Result, "outcome" | "runtimeMs" | "volunteer" | "arrival"> | null;
}

/**
 * Paints the tiles among a job's results into a canvas, which is as large as they reach, and a wash of colour over them; each result is read
 * once, and none kept.
 */
export class TilePainter implements FrameReader {
  readonly #results: TileSource;
  readonly #cursor: { next(): number | null };
  readonly #canvas: HTMLCanvasElement;
  readonly #wash: TintWash;
  #tiles = 0;
  #others = 0;

  constructor(
    results: TileSource,
    { image, wash }: { readonly image: HTMLCanvasElement; readonly wash: HTMLCanvasElement },
    tint: Tint = "none",
  ) {
    this.#results = results;
    this.#cursor = results.cursor("completed");
    this.#canvas = image;
    this.#wash = new TintWash(results, wash, tint);
  }

  get painted(): PaintedTiles {
    const { width, height } = this.#tiles === 0 ? { width: 0, height: 0 } : this.#canvas;
    return { tiles: this.#tiles, others: this.#others, width, height, meaning: this.#wash.meaning };
  }

  get resultsRead(): number {
    return this.#tiles + this.#others;
  }

  setTint(tint: Tint): void {
    this.#wash.setTint(tint);
  }

  readSome(): boolean {
    let pixels = 0;
    for (let left = resultsAFrame; left > 0 && pixels < pixelsAFrame; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      pixels += this.#paint(task);
    }
    return true;
  }

  /** Returns the number of pixels. */
  #paint(task: number): number {
    const tile = this.#tileOf(task);
    const context = this.#canvas.getContext("2d");
    if (tile === null || context === null) {
      this.#others += 1;
      return 0;
    }
    // What an earlier reading has painted stays until there is something else.
    if (this.#tiles === 0) this.#canvas.width = this.#canvas.height = 0;
    this.#tiles += 1;
    this.#makeRoomFor(tile);
    const image = context.createImageData(tile.width, tile.height);
    image.data.set(tile.rgba);
    context.putImageData(image, tile.x, tile.y);
    const { x, y, width, height } = tile;
    this.#wash.addPart(task, { x, y, width, height });
    return tile.width * tile.height;
  }

  /** A large value is read whole only where its beginning is that of a tile. */
  #tileOf(task: number): Tile | null {
    const glanced = this.#results.glanceAt(task);
    if (glanced?.type === "value") return tileIn(glanced.value);
    if (glanced?.type !== "large" || !mayBeTile(glanced.value)) return null;
    const outcome = this.#results.at(task)?.outcome;
    return outcome?.type === "value" ? tileIn(outcome.value) : null;
  }

  /** A canvas is emptied when it gets another size. */
  #makeRoomFor({ x, y, width, height }: Tile): void {
    const canvas = this.#canvas;
    const wide = Math.max(canvas.width, x + width);
    const high = Math.max(canvas.height, y + height);
    if (wide === canvas.width && high === canvas.height) return;
    const before = document.createElement("canvas");
    before.width = canvas.width;
    before.height = canvas.height;
    const isEmpty = canvas.width === 0 || canvas.height === 0;
    if (!isEmpty) before.getContext("2d")?.drawImage(canvas, 0, 0);
    canvas.width = wide;
    canvas.height = high;
    this.#wash.resize(wide, high);
    if (!isEmpty) canvas.getContext("2d")?.drawImage(before, 0, 0);
  }
}
