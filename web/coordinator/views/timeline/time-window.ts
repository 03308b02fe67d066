/** What of the time a timeline shows, in milliseconds on its axis. */
export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const leastSpanMs = 0.5;
/** A window goes at most so far beyond what there is, in parts of itself: nobody gets lost beside the picture. */
const mostBeyond = 0.5;

/** Steps of a window that grows with its job: what is drawn has to be drawn anew ten times while the time grows tenfold. */
const steps = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8, 10];

/** All of the time until `endMs`, and somewhat more. */
export function wholeWindow(endMs: number): TimeWindow {
  const wanted = Math.max(10, endMs * 1.01);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = steps.find((one) => one * power >= wanted) ?? 10;
  return { fromMs: 0, toMs: step * power };
}

/** `factor` below 1 shows less. The moment `aroundMs` keeps its place. */
export function zoomed(window: TimeWindow, factor: number, aroundMs: number, endMs: number): TimeWindow {
  const span = window.toMs - window.fromMs;
  const most = wholeWindow(endMs).toMs;
  const wanted = Math.min(most, Math.max(leastSpanMs, span * factor));
  const part = (aroundMs - window.fromMs) / span;
  const fromMs = aroundMs - part * wanted;
  return bounded({ fromMs, toMs: fromMs + wanted }, endMs);
}

export function panned({ fromMs, toMs }: TimeWindow, byMs: number, endMs: number): TimeWindow {
  return bounded({ fromMs: fromMs + byMs, toMs: toMs + byMs }, endMs);
}

/** The window moved as little as needed, so that the time between is in sight, or its beginning where it is longer. */
export function showing(window: TimeWindow, startMs: number, endMs: number, lastMs: number): TimeWindow {
  if (startMs >= window.fromMs && endMs <= window.toMs) return window;
  const span = window.toMs - window.fromMs;
  const isLater = endMs > window.toMs && endMs - startMs <= span;
  return panned(window, isLater ? endMs - window.toMs + span / 10 : startMs - window.fromMs - span / 10, lastMs);
}

function bounded({ fromMs, toMs }: TimeWindow, endMs: number): TimeWindow {
  const span = toMs - fromMs;
  const least = -mostBeyond * span;
  const most = Math.max(endMs, wholeWindow(endMs).toMs - span) + (mostBeyond - 1) * span;
  const from = Math.max(least, Math.min(Math.max(most, 0), fromMs));
  return { fromMs: from, toMs: from + span };
}

/** Round moments to write beneath the picture, at most so many. */
export function ticksOf(
  { fromMs, toMs }: TimeWindow,
  most: number,
): { readonly stepMs: number; readonly ticks: readonly number[] } {
  const least = (toMs - fromMs) / Math.max(1, most);
  const stepMs = roundSteps.find((step) => step >= least) ?? 86_400_000 * Math.ceil(least / 86_400_000);
  const ticks: number[] = [];
  for (let nth = Math.ceil(Math.max(0, fromMs) / stepMs); nth * stepMs <= toMs; nth += 1) ticks.push(nth * stepMs);
  return { stepMs, ticks };
}

const minute = 60_000;
const hour = 60 * minute;
const roundSteps = [
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1_000,
  2_000,
  5_000,
  10_000,
  15_000,
  30_000,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  24 * hour,
];

/** `0`, `0.2 ms`, `350 ms`, `1.5 s`, `12:30`, `1:05:00`: as precise as the step asks for. */
export function tickWords(ms: number, stepMs: number): string {
  if (ms === 0) return "0";
  if (stepMs < 1_000 && ms < 1_000) return `${ms.toFixed(stepMs < 1 ? 1 : 0)} ms`;
  if (ms < minute) {
    const digits = stepMs < 1 ? 4 : stepMs < 10 ? 3 : stepMs < 100 ? 2 : stepMs < 1_000 ? 1 : 0;
    return `${(ms / 1_000).toFixed(digits)} s`;
  }
  const whole = Math.floor(ms / 1_000 + 1e-6);
  const part = stepMs < 1_000 ? (ms / 1_000 - whole).toFixed(stepMs < 10 ? 3 : stepMs < 100 ? 2 : 1).slice(1) : "";
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor(whole / 60) % 60;
  const clock = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${clock}:${two(whole % 60)}${part}`;
}

function two(part: number): string {
  return String(part).padStart(2, "0");
}
