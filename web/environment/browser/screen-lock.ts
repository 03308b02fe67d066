import { inBackground } from "../../core/in-background.ts";
import type { Screen, ScreenState } from "../screen.ts";

/** Keeps the screen on through the browser's wake lock, which it has only while the page can be seen. */
export class ScreenLock implements Screen {
  readonly #onVisibilityChange = (): void => this.#requestLock();
  #changed: () => void = () => {};
  #isWanted = false;
  #isAsking = false;
  #sentinel: WakeLockSentinel | null = null;
  #wasRefused = false;

  get state(): ScreenState {
    if (!this.#isWanted) return "off";
    return this.#wasRefused ? "may-sleep" : "held";
  }

  listen(changed: () => void): void {
    this.#changed = changed;
  }

  wantScreen(isWanted: boolean): void {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) {
      document.addEventListener("visibilitychange", this.#onVisibilityChange);
      this.#requestLock();
    } else {
      document.removeEventListener("visibilitychange", this.#onVisibilityChange);
      if (this.#sentinel !== null) releaseLock(this.#sentinel);
      this.#sentinel = null;
    }
  }

  /** Asks for the lock where there is none: the browser takes it away whenever the page is hidden. */
  #requestLock(): void {
    if (document.visibilityState !== "visible" || this.#sentinel !== null || this.#isAsking) return;
    if (!("wakeLock" in navigator)) {
      this.#onAnswer(null);
      return;
    }
    this.#isAsking = true;
    const ask = async (): Promise<void> => this.#onAnswer(await navigator.wakeLock.request("screen"));
    inBackground(ask(), () => this.#onAnswer(null));
  }

  /** `sentinel` is null where the browser or the person refuses, and where there is no wake lock, as on plain http. */
  #onAnswer(sentinel: WakeLockSentinel | null): void {
    this.#isAsking = false;
    if (!this.#isWanted) {
      if (sentinel !== null) releaseLock(sentinel);
      return;
    }
    this.#sentinel = sentinel;
    this.#wasRefused = sentinel === null;
    sentinel?.addEventListener("release", () => this.#onRelease(sentinel));
    this.#changed();
  }

  /** The page was hidden, or the device is short of power. */
  #onRelease(sentinel: WakeLockSentinel): void {
    if (this.#sentinel !== sentinel) return;
    this.#sentinel = null;
    this.#wasRefused = document.visibilityState === "visible";
    this.#changed();
  }
}

function releaseLock(sentinel: WakeLockSentinel): void {
  // A lock that cannot be released goes with its page.
  inBackground(sentinel.release(), () => {});
}
