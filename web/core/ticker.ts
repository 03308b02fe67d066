import type { CallOff, Clock } from "./clock.ts";

/** Calls back every so often until it is stopped; late rather than in bursts, as a hidden page's timers are. */
export class Ticker {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tick: () => void;
  #callOff: CallOff | null = null;

  constructor(clock: Clock, everyMs: number, tick: () => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tick = tick;
  }

  start(): void {
    this.stop();
    this.#callOff = this.#clock.after(this.#everyMs, () => {
      this.start();
      this.#tick();
    });
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
