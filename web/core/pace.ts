import type { CallOff } from "./clock.ts";

/** When changes are shown: an engine changes thousands of times a second, a page draws a few times. */
export interface Pace {
  /** Milliseconds between two updates of figures that change with time alone; a second if not given. */
  readonly tickMs?: number;
  /** Calls back once, with the next frame. A callback that is asked for while a frame is drawn still belongs to it. */
  onNextFrame(callback: () => void): CallOff;
  /** Brings the next frame forward, since a person waits to see what follows from what they have done. */
  hurry(): void;
}
