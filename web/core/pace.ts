import type { CallOff } from "./clock.ts";

/** When changes are shown: a page shows them with its frames, a program or a simulation when it likes. */
export interface Pace {
  /** Milliseconds between two updates of figures that change with time alone; a second where it is not said. */
  readonly tickMs?: number;
  /** Calls back once, when the next frame is drawn or, where none is drawn, soon. */
  onNextFrame(callback: () => void): CallOff;
  /** Has the next frame drawn without the rest between frames: a person waits for it. */
  hurry(): void;
}
