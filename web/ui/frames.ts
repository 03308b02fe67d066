/** A hidden page draws no frames, but its title is still read in the tab bar. */
const hiddenFrameMs = 500;

/** Calls back once, with the next frame or, where none is drawn, soon. Returns the way to call it off. */
export function onNextFrame(callback: () => void): () => void {
  const call = (): void => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(call);
  const timer = setTimeout(call, hiddenFrameMs);
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return cancel;
}
