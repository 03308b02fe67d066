/** Calls back every so often until it is stopped; late rather than in bursts, as a hidden page's timers are. */
export class Ticker {
  readonly #everyMs: number;
  readonly #tick: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(everyMs: number, tick: () => void) {
    this.#everyMs = everyMs;
    this.#tick = tick;
  }

  start(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.start();
      this.#tick();
    }, this.#everyMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
