import type { LinkEnd, LinkEvent } from "./link.ts";

/**
 * The one listener of a link. Keeps what happens before there is one, hands on nothing after the end, and announces
 * the end outside the call that brought it about, so that `send` and `close` never call back into their caller.
 */
export class LinkEvents {
  #listener: ((event: LinkEvent) => void) | null = null;
  readonly #early: LinkEvent[] = [];
  #isOver = false;
  #isCatchingUp = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes the place of the listener before, also from within a call to that one: what is left to catch up on comes here. */
  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
    this.#catchUp();
  }

  /** What a listener itself brings about while it catches up comes after what it is catching up on. */
  #catchUp(): void {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    for (let event = this.#early.shift(); event !== undefined; event = this.#early.shift()) this.#listener?.(event);
    this.#isCatchingUp = false;
  }

  tell(event: Exclude<LinkEvent, { readonly type: "ended" }>): void {
    if (!this.#isOver) this.#hand(event);
  }

  /** Only the first end counts. */
  end(end: LinkEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    queueMicrotask(() => {
      this.#hand({ type: "ended", end });
    });
  }

  #hand(event: LinkEvent): void {
    if (this.#listener === null || this.#isCatchingUp) this.#early.push(event);
    else this.#listener(event);
  }
}
