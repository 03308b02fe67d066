/** A hidden page draws no frames, but its title is still read in the tab bar. */
const hiddenFrameMs = 500;

/**
 * Scripts that draw may take this share of the page's time, and layout, paint and compositing take as much again: the
 * rest is for the work that is drawn.
 */
const drawingShare = 0.05;

/** And still a page is never older than this. */
const longestRestMs = 250;

/** What changes more often than twenty times a second is read by nobody, and even an empty frame wakes four threads. */
const shortestRestMs = 50;

const waiting = new Set<() => void>();
let isAskedFor = false;
let restUntilMs = 0;

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

function askForFrame(): void {
  if (isAskedFor) return;
  isAskedFor = true;
  const restMs = restUntilMs - performance.now();
  if (restMs > 0) setTimeout(awaitFrame, restMs);
  else awaitFrame();
}

function awaitFrame(): void {
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
  try {
    callWaiting();
    callWaiting();
  } finally {
    isAskedFor = false;
    // After the microtask in which React draws what the callbacks have changed.
    queueMicrotask(() => {
      const tookMs = performance.now() - beganMs;
      const fairRestMs = Math.max(shortestRestMs, tookMs * (1 / drawingShare - 1));
      restUntilMs = beganMs + tookMs + Math.min(longestRestMs, fairRestMs);
      if (waiting.size > 0) askForFrame();
    });
  }
}

/** Those that wait now; one that another calls off meanwhile is not called. */
function callWaiting(): void {
  const due = [...waiting];
  for (const callback of due) if (waiting.delete(callback)) callback();
}
