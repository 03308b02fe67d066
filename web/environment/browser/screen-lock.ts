/** `may-sleep`: it is wanted on, and the browser does not see to that. */
export type ScreenState = "off" | "held" | "may-sleep";

/** Keeps the screen on while that is wanted and the page can be seen: a phone whose screen goes dark stops its pages. */
export class ScreenLock {
  readonly #changed: () => void;
  readonly #look = (): void => void this.#take();
  #isWanted = false;
  #isAsking = false;
  #sentinel: WakeLockSentinel | null = null;
  #wasRefused = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): ScreenState {
    if (!this.#isWanted) return "off";
    return this.#wasRefused ? "may-sleep" : "held";
  }

  want(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) {
      document.addEventListener("visibilitychange", this.#look);
      void this.#take();
    } else {
      document.removeEventListener("visibilitychange", this.#look);
      void this.#sentinel?.release();
      this.#sentinel = null;
    }
  }

  /** The browser takes it away whenever the page is hidden. */
  async #take(): Promise<void> {
    if (document.visibilityState !== "visible" || this.#sentinel !== null || this.#isAsking) return;
    this.#isAsking = true;
    const sentinel = await askForScreen();
    this.#isAsking = false;
    if (!this.#isWanted) {
      void sentinel?.release();
      return;
    }
    this.#sentinel = sentinel;
    this.#wasRefused = sentinel === null;
    sentinel?.addEventListener("release", () => this.#released(sentinel));
    this.#changed();
  }

  /** By the page that hides, or by a system that is short of power. */
  #released(sentinel: WakeLockSentinel): void {
    if (this.#sentinel !== sentinel) return;
    this.#sentinel = null;
    this.#wasRefused = document.visibilityState === "visible";
    this.#changed();
  }
}

/** null where there is none, as on plain-http addresses, and where the browser or the person does not want it. */
async function askForScreen(): Promise<WakeLockSentinel | null> {
  if (!("wakeLock" in navigator)) return null;
  try {
    return await navigator.wakeLock.request("screen");
  } catch {
    return null;
  }
}
