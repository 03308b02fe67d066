import { formatCount } from "../../../words/format.ts";
import type { WordsSoFar } from "./word-reader.ts";

/** CSS pixels of a bar with the space around it, and of the space. */
const rowHeight = 22;
const gap = 5;
/** CSS pixels for counts behind the bars. */
const countWidth = 76;
/** The part of the width that words have at most; longer ones are cut. */
const mostLabelPart = 0.35;

/** CSS pixels that so many bars are high. */
export function barsHeight(bars: number): number {
  return rowHeight * Math.max(1, bars);
}

/** Draws a bar for each word, the most frequent above, with its count. To be called again where the canvas has another size, or the page other colours. */
export function paintWords(canvas: HTMLCanvasElement, { top }: WordsSoFar): void {
  const context = canvas.getContext("2d");
  const { clientWidth: width, clientHeight: height } = canvas;
  if (context === null || width === 0 || height === 0) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.font = `14px ${style.fontFamily}`;
  context.textBaseline = "middle";
  const widest = Math.max(0, ...top.map(([word]) => context.measureText(word).width));
  const labels = Math.min(mostLabelPart * width, widest + gap);
  const most = top[0]?.[1] ?? 1;
  for (const [row, [word, count]] of top.entries()) {
    const middle = (row + 0.5) * rowHeight;
    const length = Math.max(1, ((width - labels - countWidth) * count) / Math.max(1, most));
    context.fillStyle = colour("--text");
    context.textAlign = "right";
    context.fillText(fitting(context, word, labels - gap), labels - gap, middle);
    context.textAlign = "left";
    context.fillText(formatCount(count), labels + length + gap, middle);
    context.fillStyle = colour("--accent");
    context.fillRect(labels, row * rowHeight + gap / 2, length, rowHeight - gap);
  }
}

/** The word, or as much of it as has room. */
function fitting(context: CanvasRenderingContext2D, word: string, room: number): string {
  if (context.measureText(word).width <= room) return word;
  let most = word.length;
  while (most > 1 && context.measureText(`${word.slice(0, most)}…`).width > room) most -= 1;
  return `${word.slice(0, most)}…`;
}
