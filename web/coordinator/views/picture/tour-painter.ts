import { formatCount, formatDuration } from "../../../words/format.ts";
import { map } from "../../../workloads/islands/epoch.ts";
import { volunteerColour } from "./tint.ts";
import type { Find, ToursSoFar } from "./tour-reader.ts";

/** CSS pixels around the map and the curve. */
const margin = 12;
/** CSS pixels of the words above the curve, and of those below and beside it. */
const headHeight = 62;
const footHeight = 20;
const sideWidth = 56;

/** CSS pixels that a dot and a line have at most, and which part of the distance between towns: many in a small place are drawn finer. */
const dot = { most: 3, part: 0.12 };
const stroke = { most: 2, part: 0.09 };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where map and curve are: beside each other, or on a narrow screen one below the other. */
function layoutOf(width: number, height: number): { readonly map: Box; readonly curve: Box } {
  const isBeside = width > 1.5 * height;
  const most = { width: isBeside ? 0.62 * width : width, height: isBeside ? height : height - 170 };
  const unit = Math.min((most.width - 2 * margin) / map.width, (most.height - 2 * margin) / map.height);
  const size = { width: unit * map.width, height: unit * map.height };
  const x = isBeside ? margin : (width - size.width) / 2;
  const y = isBeside ? (height - size.height) / 2 : margin;
  const curve = isBeside
    ? { x: 2 * margin + size.width, y: 0, width: width - size.width - 2 * margin, height }
    : { x: 0, y: y + size.height + margin, width, height: height - size.height - 2 * margin };
  return { map: { x, y, ...size }, curve };
}

/** Volunteers that have found tours, by the order of their first ones. */
export function findersOf(
  finds: readonly Find[],
): ReadonlyMap<string, { readonly nth: number; readonly finds: number }> {
  const finders = new Map<string, { readonly nth: number; readonly finds: number }>();
  for (const { volunteer } of finds) {
    const { nth, finds: before } = finders.get(volunteer) ?? { nth: finders.size, finds: 0 };
    finders.set(volunteer, { nth, finds: before + 1 });
  }
  return finders;
}

/**
 * Draws towns, the shortest tour, and how it has become shorter. The map is drawn anew only with a shorter tour, another size or other colours; the curve
 * grows with each result.
 */
export class TourPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #towns: Uint16Array;
  /** What the map shows: the tour, the size and the colours. */
  #drawn: readonly unknown[] = [];

  /** `towns`: x and y of each. */
  constructor(canvas: HTMLCanvasElement, towns: Uint16Array) {
    this.#canvas = canvas;
    this.#towns = towns;
  }

  /** To be called again where the canvas has another size, or the page other colours. */
  paint(soFar: ToursSoFar): void {
    const canvas = this.#canvas;
    const context = canvas.getContext("2d");
    const { clientWidth: width, clientHeight: height } = canvas;
    if (context === null || width === 0 || height === 0) return;
    const style = getComputedStyle(canvas);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const scale = devicePixelRatio;
    const shown = [soFar.shortest, width, height, scale, colour("--accent")];
    const isNew = shown.some((part, at) => part !== this.#drawn[at]);
    if (isNew) {
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const layout = layoutOf(width, height);
    const drawing = { context, colour, font: style.fontFamily };
    if (isNew) this.#drawMap(drawing, layout.map, soFar.shortest);
    this.#drawn = shown;
    const { x, y, width: across, height: down } = layout.curve;
    context.clearRect(x, y, across, down);
    drawCurve(drawing, layout.curve, soFar);
  }

  #drawMap({ context, colour }: Drawing, box: Box, tour: Uint16Array | null): void {
    const towns = this.#towns;
    const unit = box.width / map.width;
    const apart = Math.sqrt((2 * box.width * box.height) / towns.length);
    const placeOf = (town: number): readonly [number, number] => [
      box.x + ((towns[2 * town] ?? 0) + 0.5) * unit,
      box.y + ((towns[2 * town + 1] ?? 0) + 0.5) * unit,
    ];
    if (tour !== null) {
      context.beginPath();
      for (const town of tour) context.lineTo(...placeOf(town));
      context.closePath();
      context.lineJoin = "round";
      context.lineWidth = Math.min(stroke.most, stroke.part * apart);
      context.strokeStyle = colour("--accent");
      context.stroke();
    }
    context.beginPath();
    const radius = Math.min(dot.most, dot.part * apart);
    for (let town = 0; town < towns.length / 2; town += 1) {
      const [x, y] = placeOf(town);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fillStyle = colour("--text");
    context.fill();
  }
}

interface Drawing {
  readonly context: CanvasRenderingContext2D;
  /** Of the page, by its name. */
  readonly colour: (name: string) => string;
  readonly font: string;
}

/** The length of the shortest tour over time, who found it, and who found those before it. */
function drawCurve({ context, colour, font }: Drawing, box: Box, { finds, lastMs }: ToursSoFar): void {
  const [first, last] = [finds[0], finds.at(-1)];
  if (first === undefined || last === undefined) return;
  const [left, right] = [box.x + sideWidth, box.x + box.width - margin];
  const [top, bottom] = [box.y + headHeight, box.y + box.height - footHeight - margin];
  const span = first.length - last.length;
  const xOf = (ms: number): number => left + ((right - left) * ms) / Math.max(1, lastMs);
  const yOf = (length: number): number =>
    span === 0 ? (top + bottom) / 2 : bottom - ((bottom - top) * (length - last.length)) / span;

  context.fillStyle = colour("--text");
  context.textAlign = "left";
  context.textBaseline = "top";
  context.font = `650 22px ${font}`;
  context.fillText(formatCount(last.length), left, box.y + margin, right - left);
  context.font = `13px ${font}`;
  const found = `${last.volunteer}, island ${last.island}, epoch ${last.epoch}`;
  context.fillText(found, left, box.y + margin + 27, right - left);

  context.fillStyle = colour("--muted");
  context.strokeStyle = colour("--line");
  context.lineWidth = 1;
  context.font = `12px ${font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const part of span === 0 ? [0] : [0, 0.5, 1]) {
    const length = last.length + part * span;
    const y = Math.round(yOf(length)) + 0.5;
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(right, y);
    context.stroke();
    context.fillText(formatCount(length), left - 6, y, sideWidth - 8);
  }
  context.textBaseline = "top";
  context.fillText(formatDuration(lastMs), right, bottom + 8);
  context.textAlign = "left";
  context.fillText("0 s", left, bottom + 8);

  context.beginPath();
  context.moveTo(xOf(first.atMs), yOf(first.length));
  for (const [nth, { atMs, length }] of finds.entries()) {
    context.lineTo(xOf(atMs), yOf(finds[nth - 1]?.length ?? length));
    context.lineTo(xOf(atMs), yOf(length));
  }
  context.lineTo(xOf(lastMs), yOf(last.length));
  context.lineWidth = 2;
  context.strokeStyle = colour("--muted");
  context.stroke();
  const finders = findersOf(finds);
  for (const { atMs, length, volunteer } of finds) {
    context.beginPath();
    context.arc(xOf(atMs), yOf(length), 3.5, 0, 2 * Math.PI);
    context.fillStyle = volunteerColour(finders.get(volunteer)?.nth ?? 0);
    context.fill();
  }
}
