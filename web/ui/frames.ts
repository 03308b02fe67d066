import type { Pace } from "../core/pace.ts";

/** A hidden page draws no frames, but its title is still read in the tab bar. */
const hiddenFrameMs = 500;

/**
 * Drawing may take this share of the main thread's time: the rest is for the work that is drawn. Compositing and
 * rasterising, which no page can measure, take two to three times as much again on other threads.
 */
const drawingShare = 0.01;

/** And still a page is never older than this: reached by frames of 10 ms. */
const longestRestMs = 1_000;

/** What changes more often than ten times a second is read by nobody, and even an empty frame wakes four threads. */
const shortestRestMs = 100;

/** One change seldom comes alone, and what follows from it, such as a short task's result, is not to wait for drawing. */
const gatherMs = 30;

const waiting = new Set<() => void>();
let isAskedFor = false;
/** When the rest after the last frame is over. */
let restedMs = 0;
let isHurried = false;
let dueMs = 0;
let restTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Calls back once, with the next frame or, where none is drawn, soon; later after a frame that took long. What a
 * callback asks for is still done in the same frame. Returns the way to call it off.
 */
export function onNextFrame(callback: () => void): () => void {
  const once = (): void => callback();
  waiting.add(once);
  askForFrame();
  return () => waiting.delete(once);
}

/** Somebody waits to see what comes next, having done something or having waited for it: the next frame does not rest. */
export function hurry(): void {
  isHurried = true;
  const soonMs = performance.now() + gatherMs;
  if (restTimer !== undefined && soonMs < dueMs) restUntil(soonMs);
}

/**
 * Whoever clicks is answered without delay; keys that press a button click, too. What is typed is drawn by its field itself
 * and is no reason to draw all the rest. To be called once for a page.
 */
export function hurryOnClick(page: EventTarget): void {
  page.addEventListener("click", hurry, { capture: true, passive: true });
}

function askForFrame(): void {
  if (isAskedFor) return;
  isAskedFor = true;
  const soonMs = performance.now() + gatherMs;
  restUntil(isHurried ? soonMs : Math.max(soonMs, restedMs));
}

function restUntil(ms: number): void {
  clearTimeout(restTimer);
  dueMs = ms;
  restTimer = setTimeout(awaitFrame, ms - performance.now());
}

function awaitFrame(): void {
  restTimer = undefined;
  const call = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    draw();
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, hiddenFrameMs);
}

function draw(): void {
  const beganMs = performance.now();
  isHurried = false;
  try {
    callWaiting();
    callWaiting();
  } finally {
    afterDrawing(() => {
      const now = performance.now();
      const fairRestMs = Math.max(shortestRestMs, (now - beganMs) * (1 / drawingShare - 1));
      restedMs = now + Math.min(longestRestMs, fairRestMs);
      isAskedFor = false;
      if (waiting.size > 0) askForFrame();
    });
  }
}

const drawn = new MessageChannel();
let onDrawn: () => void = () => {};
drawn.port1.addEventListener("message", () => onDrawn());
drawn.port1.start();

/** In the task behind this frame's: React draws in a microtask, then the browser computes styles and layout and paints. */
function afterDrawing(call: () => void): void {
  onDrawn = call;
  drawn.port2.postMessage(null);
}

/** Those that wait now; one that another calls off meanwhile is not called. */
function callWaiting(): void {
  const due = [...waiting];
  for (const callback of due) if (waiting.delete(callback)) callback();
}

/** The page's frames as whatever publishes goes by them. */
export const framePace: Pace = { onNextFrame, hurry };
