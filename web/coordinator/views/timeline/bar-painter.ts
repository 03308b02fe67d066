import { barStates, type BarState } from "./timeline-bars.ts";
import type { TimelineModel } from "./timeline-model.ts";
import type { TimeWindow } from "./time-window.ts";

/** What of a canvas's context is painted with. */
export interface Brush {
  fillStyle: string | CanvasGradient | CanvasPattern;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** Where bars are painted, in pixels of the canvas. */
export interface Ground {
  readonly window: TimeWindow;
  readonly width: number;
  readonly height: number;
  readonly laneHeight: number;
  /** Pixels of the screen in one of the canvas. */
  readonly scale: number;
  /** Pixels of lanes above the canvas. */
  readonly scrollTop: number;
}

/** Colours of one bar's parts: the wait before it, the computing, and the wait after it. */
export interface Paint {
  readonly computing: (number: number) => string | CanvasPattern;
  readonly waiting: string;
}

/** Bars that are painted in one frame at the most. */
export const barsAFrame = 24_576;
/** Ranges of changed bars that are kept; with more all is painted anew. */
const mostRanges = 4_096;

/** States that are never left out where several bars share a pixel. */
const loud: ReadonlySet<BarState> = new Set([barStates.failed, barStates.threw, barStates.lost]);

/** The place of a moment, in pixels from the canvas's left. */
export function xOf(ms: number, { window, width }: Pick<Ground, "window" | "width">): number {
  return ((ms - window.fromMs) / (window.toMs - window.fromMs)) * width;
}

interface Range {
  next: number;
  readonly end: number;
}

/** Paints the bars of a model on one ground: all of them once, in slices, and then only those that come or change. */
export class BarPainter {
  readonly ground: Ground;
  readonly paint: Paint;
  readonly layout: number;
  /** Rectangles that were painted, and bars that were looked at: what its work is measured by. */
  rects = 0;
  looks = 0;
  readonly #model: TimelineModel;
  readonly #rows: readonly number[];
  #ranges: Range[];
  /** By lane: the pixel column that its newest painted bar ends in, and that bar's colour. */
  readonly #lastPixel: Int32Array;
  readonly #lastColour: (string | CanvasPattern)[] = [];

  constructor(model: TimelineModel, ground: Ground, paint: Paint) {
    this.#model = model;
    this.ground = ground;
    this.paint = paint;
    this.layout = model.layout;
    this.#rows = model.rows;
    this.#lastPixel = new Int32Array(model.lanes.length).fill(-1);
    this.#ranges = [{ next: model.bars.first, end: model.bars.end }];
  }

  /** These bars have come, or have changed. Returns false where it has to be made anew, since too much has. */
  noteChanged(changed: readonly { readonly from: number; readonly end: number }[]): boolean {
    for (const { from, end } of changed) {
      const last = this.#ranges.at(-1);
      if (last?.end === from) this.#ranges[this.#ranges.length - 1] = { next: last.next, end };
      else this.#ranges.push({ next: from, end });
    }
    return this.#ranges.length <= mostRanges;
  }

  /** Paints as many bars as a frame has room for. Returns whether there are more. */
  paintSome(brush: Brush, most = barsAFrame): boolean {
    let left = most;
    for (let range = this.#ranges[0]; range !== undefined && left > 0; range = this.#ranges[0]) {
      const end = Math.min(range.end, range.next + left);
      left -= end - range.next;
      for (let number = range.next; number < end; number += 1) this.#paintBar(brush, number);
      range.next = end;
      if (end === range.end) this.#ranges.shift();
    }
    return this.#ranges.length > 0;
  }

  #paintBar(brush: Brush, number: number): void {
    this.looks += 1;
    const { bars } = this.#model;
    const { laneHeight, scrollTop, width, height } = this.ground;
    const lane = bars.laneOf(number);
    const top = (this.#rows[lane] ?? 0) * laneHeight - scrollTop;
    if (top > height || top + laneHeight < 0) return;
    const to = xOf(bars.recordedOf(number), this.ground);
    const sent = xOf(bars.chosenOf(number), this.ground);
    if (to < 0 || sent > width) return;
    const start = xOf(bars.startOf(number), this.ground);
    const end = xOf(bars.endOf(number), this.ground);
    const colour = this.paint.computing(number);
    const gap = laneHeight > 5 ? 1 : 0;
    const pixel = Math.floor(end);
    const before = this.#lastPixel[lane] ?? -1;
    const isHidden = pixel === before && this.#lastColour[lane] === colour && end - start < 1;
    if (isHidden && !loud.has(bars.stateOf(number))) return;
    this.#lastPixel[lane] = pixel;
    this.#lastColour[lane] = colour;
    if (laneHeight >= 5) {
      // Behind the bar before it a wait is the volunteer's line, which that bar tells of.
      const from = Math.max(sent, before, 0);
      const strip = Math.max(1, Math.round(laneHeight / 6));
      const y = top + laneHeight - gap - strip;
      if (start - from >= 1) this.#rect(brush, this.paint.waiting, from, y, Math.min(start, width) - from, strip);
      const back = Math.max(0, end);
      if (to - back >= 1) this.#rect(brush, this.paint.waiting, back, y, Math.min(to, width) - back, strip);
    }
    if (end < 0 || start > width) return;
    // On whole pixels of the screen: a short bar between two of them would be a shade of the ground in both.
    const { scale } = this.ground;
    const x = Math.max(0, Math.floor(start * scale) / scale);
    const wide = Math.min(Math.floor(end * scale) / scale, width) - x;
    // Where there is room a line of the ground stands between two bars.
    this.#rect(brush, colour, x, top, wide > 3 ? wide - 1 / scale : Math.max(1, wide), laneHeight - gap);
  }

  #rect(brush: Brush, colour: string | CanvasPattern, x: number, y: number, width: number, height: number): void {
    brush.fillStyle = colour;
    brush.fillRect(x, y, width, height);
    this.rects += 1;
  }
}
