import { formatCount } from "../../../words/format.ts";
import { escapeHtml } from "./escape-html.ts";

/** Points of one line, in the units of the axes; where there is no point it goes on to the next one. */
export interface Curve {
  /** A class that names its colour. */
  readonly colour: "accent" | "leased" | "done" | "ideal";
  readonly kind: "line" | "dashes" | "dots";
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

export interface Axes {
  readonly below: string;
  readonly left: string;
}

const size = { width: 560, height: 240 };
const plot = { left: 56, top: 8, right: 552, bottom: 200 };
const ticks = 5;

/** Lines over two axes as an SVG, which begin at 0 upwards. `label`: the picture in words. */
export function curvesSvg(curves: readonly Curve[], { below, left }: Axes, label: string): string {
  const all = curves.flatMap(({ x }) => x);
  const heights = curves.flatMap(({ y }) => y.filter((height) => height !== null));
  const fromX = least(all);
  const toX = most(all) > fromX ? most(all) : fromX + 1;
  const top = most(heights) > 0 ? most(heights) * 1.08 : 1;
  const xOf = (x: number): string => fixed(plot.left + ((x - fromX) / (toX - fromX)) * (plot.right - plot.left));
  const yOf = (y: number): string => fixed(plot.bottom - (y / top) * (plot.bottom - plot.top));
  const across = roundTicks(fromX, toX).map(
    (x) => `<text x="${xOf(x)}" y="${plot.bottom + 16}" class="mid">${tickText(x)}</text>`,
  );
  const upwards = roundTicks(0, top).map(
    (y) =>
      `<path class="grid" d="M${plot.left} ${yOf(y)}H${plot.right}"/>` +
      `<text x="${plot.left - 6}" y="${yOf(y)}" dy="4" class="end">${tickText(y)}</text>`,
  );
  const drawn = curves.map((curve) => {
    const points = curve.x.flatMap((x, nth) => {
      const y = curve.y[nth] ?? null;
      return y === null ? [] : [`${xOf(x)} ${yOf(y)}`];
    });
    if (curve.kind === "dots") {
      return points
        .map((point) => point.split(" "))
        .map(([x, y]) => `<circle class="curve-${curve.colour}" cx="${x}" cy="${y}" r="5"/>`)
        .join("");
    }
    const dashes = curve.kind === "dashes" ? ' stroke-dasharray="6 6"' : "";
    return points.length === 0 ? "" : `<path class="curve curve-${curve.colour}"${dashes} d="M${points.join("L")}"/>`;
  });
  return (
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(label)}">` +
    [...upwards, ...across, ...drawn].join("") +
    `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 34}" class="mid">${escapeHtml(below)}</text>` +
    `<text x="14" y="${(plot.top + plot.bottom) / 2}" class="mid" transform="rotate(-90 14 ${(plot.top + plot.bottom) / 2})">${escapeHtml(left)}</text></svg>`
  );
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((found, number) => Math.min(found, number), numbers[0] ?? 0);
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((found, number) => Math.max(found, number), numbers[0] ?? 0);
}

function fixed(px: number): string {
  return px.toFixed(1);
}

/** Multiples of 1, 2 or 5 times a power of ten between both, a handful of them. */
function roundTicks(from: number, to: number): readonly number[] {
  const wanted = (to - from) / ticks;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= wanted) ?? 10);
  const found: number[] = [];
  for (let nth = Math.ceil(from / step); nth * step <= to; nth += 1) found.push(nth * step);
  return found;
}

function tickText(value: number): string {
  return value >= 10 || Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(2)));
}
