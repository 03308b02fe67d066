import type { Place } from "../../../workloads/image-picture.ts";
import { TintScale, type TintMeaning, type TintSource } from "./tint-scale.ts";
import type { Tint } from "./tint.ts";

/** A wash of colour over the parts of an image, drawn anew where another one is chosen, and where its scale becomes longer. */
export class TintWash {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  readonly #scale: TintScale;
  /** In the order of their results: of parts that lie upon each other the last one is seen. */
  readonly #places = new Map<number, Place>();
  #tint: Tint;

  constructor(results: TintSource, canvas: HTMLCanvasElement, tint: Tint) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#scale = new TintScale(results);
    this.#tint = tint;
  }

  get meaning(): TintMeaning {
    return this.#scale.meaning;
  }

  addPart(task: number, place: Place): void {
    this.#places.set(task, place);
    const isLonger = this.#scale.notePart(task);
    if (isLonger && this.#tint === "runtime") this.#washAll();
    else this.#washOne(task, place);
  }

  setTint(tint: Tint): void {
    if (tint === this.#tint) return;
    this.#tint = tint;
    this.#washAll();
  }

  /** Empties the canvas, too. */
  resize(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#washAll();
  }

  #washAll(): void {
    this.#context?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    for (const [task, place] of this.#places) this.#washOne(task, place);
  }

  #washOne(task: number, { x, y, width, height }: Place): void {
    const colour = this.#scale.colourOf(task, this.#tint);
    if (this.#context === null || colour === null) return;
    this.#context.clearRect(x, y, width, height);
    this.#context.fillStyle = colour;
    this.#context.globalAlpha = 0.6;
    this.#context.fillRect(x, y, width, height);
  }
}
