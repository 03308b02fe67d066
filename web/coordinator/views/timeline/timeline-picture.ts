import { BarPainter, xOf, type Ground } from "./bar-painter.ts";
import { paintOf, type BarTint, type TimelineColours } from "./timeline-colours.ts";
import type { Mark, TimelineModel } from "./timeline-model.ts";
import { panned, showing, ticksOf, tickWords, wholeWindow, zoomed, type TimeWindow } from "./time-window.ts";
import { findBar, findHeld, type Pointed } from "./timeline-pointing.ts";

/** Pixels beneath the lanes, for the times. */
const axisPx = 22;
const widestLanePx = 24;
const narrowestLanePx = 6;

/** A canvas with the context that draws on it, and the size in which it stands on the page. */
interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly brush: CanvasRenderingContext2D;
}

/** A sheet behind the page on which bars are painted once, and what they are painted on. */
interface Painted extends Sheet {
  readonly painter: BarPainter;
}

interface Size {
  readonly width: number;
  readonly height: number;
  /** Pixels of the screen in one of the page. */
  readonly scale: number;
}

/** What a picture tells the page of. */
export interface Seen {
  readonly window: TimeWindow;
  /** Whether it shows all of the time, and follows it. */
  readonly isWhole: boolean;
}

/**
 * Draws a model on a canvas. Bars are painted on a sheet behind the page, each once, in slices; the page gets a copy of the sheet, stretched
 * to the window that is wanted while a sheet for that is being painted, and on top what moves: tasks in hand, marks, the pointed bar.
 */
export class TimelinePicture {
  readonly #model: TimelineModel;
  readonly #front: Sheet;
  #size: Size = { width: 0, height: 0, scale: 1 };
  #scrollTop = 0;
  #window: TimeWindow | null = null;
  #tint: BarTint = "state";
  #colours: TimelineColours;
  #nameOf: (volunteer: number) => string;
  #sheet: Painted | null = null;
  #next: Painted | null = null;
  #isStale = true;
  #longestMs = 1;
  readonly #signs = new Map<Mark["kind"], Path2D>();
  pointed: Pointed | null = null;

  constructor(
    model: TimelineModel,
    canvas: HTMLCanvasElement,
    colours: TimelineColours,
    nameOf: (volunteer: number) => string,
  ) {
    this.#model = model;
    this.#front = sheetOf(canvas);
    this.#colours = colours;
    this.#nameOf = nameOf;
  }

  resize(size: Size): void {
    this.#size = size;
    const { canvas } = this.#front;
    canvas.width = Math.max(1, Math.round(size.width * size.scale));
    canvas.height = Math.max(1, Math.round(size.height * size.scale));
    this.#isStale = true;
  }

  setTint(tint: BarTint): void {
    this.#tint = tint;
    this.#isStale = true;
  }

  scrollTo(top: number): void {
    this.#scrollTop = top;
  }

  get window(): TimeWindow {
    return this.#window ?? wholeWindow(this.#model.endMs);
  }

  get seen(): Seen {
    return { window: this.window, isWhole: this.#window === null };
  }

  showWhole(): void {
    this.#window = null;
  }

  /** `aroundX`: the place that stays, in pixels of the canvas; its middle where it is not said. */
  zoom(factor: number, aroundX?: number): void {
    const { width } = this.#plot;
    const part = aroundX === undefined ? 0.5 : (aroundX - this.gutterPx) / width;
    const { fromMs, toMs } = this.window;
    const wanted = zoomed(this.window, factor, fromMs + part * (toMs - fromMs), this.#model.endMs);
    const whole = wholeWindow(this.#model.endMs);
    this.#window = factor > 1 && wanted.toMs - wanted.fromMs >= whole.toMs ? null : wanted;
  }

  pan(byPx: number): void {
    const { fromMs, toMs } = this.window;
    this.#window = panned(this.window, (byPx / this.#plot.width) * (toMs - fromMs), this.#model.endMs);
  }

  /** Pixels of a lane: all of them in sight where they have room, and never too low to be pointed at. */
  get lanePx(): number {
    const room = (this.#size.height - axisPx) / Math.max(1, this.#model.lanes.length);
    return Math.max(narrowestLanePx, Math.min(widestLanePx, Math.floor(room)));
  }

  /** Pixels of all lanes and the times beneath. */
  get fullHeight(): number {
    return this.#model.lanes.length * this.lanePx + axisPx;
  }

  get gutterPx(): number {
    return this.#size.width < 480 ? 68 : 112;
  }

  get #plot(): { readonly width: number; readonly height: number } {
    const { width, height } = this.#size;
    return { width: Math.max(1, width - this.gutterPx), height: Math.max(1, height - axisPx) };
  }

  get #ground(): Ground {
    const { scale } = this.#size;
    return { ...this.#plot, window: this.window, laneHeight: this.lanePx, scale, scrollTop: this.#scrollTop };
  }

  /** What is at a place of the canvas; null where there is no task. */
  at(x: number, y: number): Pointed | null {
    const { width, height } = this.#plot;
    if (x < this.gutterPx || y > height) return null;
    const lane = this.#model.lanesInOrder[Math.floor((y + this.#scrollTop) / this.lanePx)];
    if (lane === undefined) return null;
    const { fromMs, toMs } = this.window;
    const msAPixel = (toMs - fromMs) / width;
    const atMs = fromMs + (x - this.gutterPx) * msAPixel;
    return findBar(this.#model.bars, lane, atMs, 3 * msAPixel) ?? findHeld(this.#model, lane, atMs);
  }

  /** Brings a bar into sight. Returns where its lane is, for the page to scroll to. */
  show({ lane, startMs, endMs }: Pointed): { readonly top: number; readonly bottom: number } {
    const wanted = showing(this.window, startMs, endMs, this.#model.endMs);
    if (wanted !== this.window && this.#window !== null) this.#window = wanted;
    const top = (this.#model.rows[lane] ?? 0) * this.lanePx;
    return { top, bottom: top + this.lanePx };
  }

  /** Returns whether a further frame is needed for what is wanted. */
  draw(): boolean {
    if (this.#size.width === 0) return false;
    const isMore = this.#paint();
    const { brush } = this.#front;
    const { scale, width, height } = this.#size;
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    brush.fillStyle = this.#colours.ground;
    brush.fillRect(0, 0, width, height);
    brush.save();
    brush.beginPath();
    brush.rect(this.gutterPx, 0, this.#plot.width, this.#plot.height);
    brush.clip();
    brush.translate(this.gutterPx, 0);
    this.#drawPresence(brush);
    this.#drawTicks(brush);
    this.#drawSheet(brush);
    this.#drawHeld(brush);
    this.#drawMarks(brush);
    this.#drawPointed(brush);
    brush.restore();
    this.#drawNames(brush);
    this.#drawTimes(brush);
    return isMore;
  }

  #paint(): boolean {
    const changed = this.#model.takeChanged();
    const painted = [this.#sheet, this.#next].filter((one) => one !== null);
    const areWhole = painted.map(({ painter }) => painter.noteChanged(changed));
    if (areWhole.includes(false)) this.#isStale = true;
    for (const { from, end } of changed) this.#noteLongest(from, end);
    const newest = this.#next ?? this.#sheet;
    if (newest === null || this.#isStale || newest.painter.layout !== this.#model.layout) {
      // Of another layout the sheet would show bars in lanes that are not theirs.
      this.#next = this.#createSheet();
      this.#isStale = false;
    } else if (this.#next === null && !isSame(newest.painter.ground, this.#ground)) {
      this.#next = this.#createSheet();
    }
    if (this.#next !== null) {
      if (this.#next.painter.paintSome(this.#next.brush)) return true;
      this.#sheet = this.#next;
      this.#next = null;
      return !isSame(this.#sheet.painter.ground, this.#ground);
    }
    return this.#sheet?.painter.paintSome(this.#sheet.brush) ?? false;
  }

  /** The scale of runtimes grows in steps: each has all bars painted anew. */
  #noteLongest(from: number, end: number): void {
    const { bars } = this.#model;
    let longest = 0;
    for (let number = from; number < end; number += 1) {
      longest = Math.max(longest, (bars.endOf(number) - bars.startOf(number)) / Math.max(1, bars.countOf(number)));
    }
    if (longest <= this.#longestMs) return;
    this.#longestMs = 10 ** (Math.ceil(2 * Math.log10(longest)) / 2);
    if (this.#tint === "runtime") this.#isStale = true;
  }

  /** Milliseconds of the longest task that has a colour. */
  get longestMs(): number {
    return this.#longestMs;
  }

  #createSheet(): Painted {
    const { width, height } = this.#plot;
    const { scale } = this.#size;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const sheet = sheetOf(canvas);
    sheet.brush.setTransform(scale, 0, 0, scale, 0, 0);
    const paint = paintOf(this.#model, this.#tint, this.#colours, this.#longestMs);
    return { ...sheet, painter: new BarPainter(this.#model, this.#ground, paint) };
  }

  /** Stretched from the window that it was painted for to the one that is wanted. */
  #drawSheet(brush: CanvasRenderingContext2D): void {
    if (this.#sheet === null) return;
    const { canvas, painter } = this.#sheet;
    if (painter.layout !== this.#model.layout) return;
    const { ground } = painter;
    const part = this.lanePx / ground.laneHeight;
    const left = xOf(ground.window.fromMs, this.#ground);
    const right = xOf(ground.window.toMs, this.#ground);
    const top = ground.scrollTop * part - this.#scrollTop;
    brush.imageSmoothingEnabled = false;
    brush.drawImage(canvas, left, top, right - left, ground.height * part);
  }

  #topOf(lane: number): number {
    return (this.#model.rows[lane] ?? 0) * this.lanePx - this.#scrollTop;
  }

  #isInSight(top: number): boolean {
    return top < this.#plot.height && top + this.lanePx > 0;
  }

  #drawPresence(brush: CanvasRenderingContext2D): void {
    const { lanePx } = this;
    const ground = this.#ground;
    brush.fillStyle = this.#colours.lane;
    const lanesOf = this.#model.lanesOf;
    for (const { volunteer, fromMs, toMs } of this.#model.presences) {
      const from = Math.max(0, xOf(fromMs, ground));
      const to = Math.min(ground.width, xOf(toMs ?? this.#model.endMs, ground));
      if (to <= from) continue;
      for (const lane of lanesOf(volunteer)) {
        const top = this.#topOf(lane);
        if (this.#isInSight(top)) brush.fillRect(from, top, to - from, lanePx - (lanePx > 5 ? 1 : 0));
      }
    }
  }

  #drawTicks(brush: CanvasRenderingContext2D): void {
    const ground = this.#ground;
    brush.fillStyle = this.#colours.line;
    for (const tick of this.#ticks.ticks) brush.fillRect(Math.round(xOf(tick, ground)), 0, 1, ground.height);
  }

  get #ticks(): ReturnType<typeof ticksOf> {
    return ticksOf(this.window, Math.floor(this.#plot.width / 90));
  }

  #drawHeld(brush: CanvasRenderingContext2D): void {
    const ground = this.#ground;
    const { lanePx } = this;
    for (const { lane, sentMs, chosenMs } of this.#model.held.values()) {
      const top = this.#topOf(lane);
      if (!this.#isInSight(top)) continue;
      const from = Math.max(0, xOf(Math.max(chosenMs, this.#model.lastEndOf(lane)), ground));
      const start = Math.max(from, xOf(Math.max(sentMs, this.#model.lastEndOf(lane)), ground));
      const to = Math.min(ground.width, xOf(this.#model.endMs, ground));
      if (to < 0) continue;
      brush.fillStyle = this.#colours.wait;
      brush.fillRect(from, top + lanePx - 3, Math.max(0, start - from), 2);
      brush.globalAlpha = 0.35;
      brush.fillStyle = this.#colours.held;
      brush.fillRect(start, top, Math.max(2, to - start), lanePx - 1);
      brush.globalAlpha = 1;
      brush.strokeStyle = this.#colours.held;
      brush.strokeRect(start + 0.5, top + 0.5, Math.max(1, to - start - 1), Math.max(1, lanePx - 2));
    }
  }

  #drawMarks(brush: CanvasRenderingContext2D): void {
    const ground = this.#ground;
    const half = Math.min(5, this.lanePx / 2);
    for (const mark of this.#model.marks) {
      const x = xOf(mark.atMs, ground);
      const top = this.#topOf(mark.lane);
      if (x < -half || x > ground.width + half || !this.#isInSight(top)) continue;
      this.#drawMark(brush, mark.kind, Math.max(half, x), top + this.lanePx / 2, half);
    }
  }

  /** In the text's colour on the ground's, so that it is seen on bars of any colour. */
  #drawMark(brush: CanvasRenderingContext2D, kind: Mark["kind"], x: number, y: number, half: number): void {
    const { text, ground, failed } = this.#colours;
    const path = this.#signs.get(kind) ?? new Path2D(shapes[kind]);
    this.#signs.set(kind, path);
    brush.save();
    brush.translate(x, y);
    brush.scale(half / 5, half / 5);
    brush.lineWidth = 5;
    brush.strokeStyle = ground;
    brush.stroke(path);
    brush.lineWidth = 2;
    brush.strokeStyle = kind === "died" || kind === "expired" ? failed : text;
    brush.stroke(path);
    brush.restore();
  }

  #drawPointed(brush: CanvasRenderingContext2D): void {
    if (this.pointed === null) return;
    const { lane, startMs, endMs } = this.pointed;
    const ground = this.#ground;
    const x = xOf(startMs, ground);
    const width = Math.max(3, xOf(endMs, ground) - x);
    brush.strokeStyle = this.#colours.text;
    brush.lineWidth = 2;
    brush.strokeRect(x - 1, this.#topOf(lane), width + 2, this.lanePx);
    brush.lineWidth = 1;
  }

  #drawNames(brush: CanvasRenderingContext2D): void {
    const { lanePx } = this;
    const { height } = this.#plot;
    brush.save();
    brush.beginPath();
    brush.rect(0, 0, this.gutterPx - 6, height);
    brush.clip();
    brush.font = `12px ${getComputedStyle(this.#front.canvas).fontFamily}`;
    brush.textBaseline = "middle";
    brush.fillStyle = this.#colours.text;
    let free = Number.NEGATIVE_INFINITY;
    for (const [volunteer, lanes] of this.#model.volunteers) {
      const top = this.#topOf(lanes[0] ?? 0);
      const bottom = top + lanes.length * lanePx;
      if (bottom < 0) continue;
      if (top > height) break;
      // Of a volunteer whose first lane is out of sight the name stays.
      const y = Math.max(top, Math.min(0, bottom - lanePx)) + Math.max(lanePx, Math.min(13, bottom - top)) / 2;
      if (y - free < 13) continue;
      free = y;
      brush.fillText(this.#nameOf(volunteer), 0, y);
    }
    brush.restore();
  }

  #drawTimes(brush: CanvasRenderingContext2D): void {
    const { width, height } = this.#plot;
    const ground = this.#ground;
    brush.font = `11px ${getComputedStyle(this.#front.canvas).fontFamily}`;
    brush.textBaseline = "middle";
    brush.textAlign = "center";
    brush.fillStyle = this.#colours.muted;
    const { ticks, stepMs } = this.#ticks;
    for (const tick of ticks) {
      const words = tickWords(tick, stepMs);
      const half = brush.measureText(words).width / 2;
      const x = Math.min(width - half, Math.max(half, xOf(tick, ground)));
      brush.fillText(words, this.gutterPx + x, height + axisPx / 2);
    }
    brush.textAlign = "left";
  }
}

function isSame(one: Ground, other: Ground): boolean {
  return (
    one.window.fromMs === other.window.fromMs &&
    one.window.toMs === other.window.toMs &&
    one.scrollTop === other.scrollTop &&
    one.laneHeight === other.laneHeight &&
    one.width === other.width &&
    one.height === other.height
  );
}

/** @throws Error where the browser has no canvas. */
function sheetOf(canvas: HTMLCanvasElement): Sheet {
  const brush = canvas.getContext("2d");
  if (brush === null) throw new Error("this browser draws on no canvas");
  return { canvas, brush };
}

/** Lines between -5 and 5 each way; the legend shows the same. */
export const shapes: Readonly<Record<Mark["kind"], string>> = {
  came: "M-2 -4 L3 0 L-2 4",
  left: "M2 -4 L-3 0 L2 4",
  died: "M-4 -4 L4 4 M-4 4 L4 -4",
  expired: "M-4 -4 L4 -4 L-4 4 L4 4 Z",
  recalled: "M4 3 L4 -1 L-3 -1 M0 -4 L-4 -1 L0 2",
  copied: "M0 -4 L4 0 L0 4 L-4 0 Z",
  retried: "M-4 3 L0 -4 L4 3 Z",
};
