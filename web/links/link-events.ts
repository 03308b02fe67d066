import type { LinkEnd, LinkEvent } from "./link.ts";

/**
 * The events of a link and their one listener. Keeps events until there is a listener, and drops events after the end. The
 * end is emitted in a microtask, so that `send` and `close` never call back into their caller.
 */
export class LinkEvents {
  #listener: ((event: LinkEvent) => void) | null = null;
  readonly #kept: LinkEvent[] = [];
  #isOver = false;
  #isDeaf = false;
  #isEmittingKept = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether nothing but the end is emitted any more: the other side has sent what no page sends. */
  get isDeaf(): boolean {
    return this.#isDeaf || this.#isOver;
  }

  /** Replaces the listener, also from within a call of the former one: kept events that are left go to the new listener. */
  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
    this.#emitKept();
  }

  /** Emits the kept events. Events that the listener causes meanwhile are emitted after them. */
  #emitKept(): void {
    if (this.#isEmittingKept) return;
    this.#isEmittingKept = true;
    for (let event = this.#kept.shift(); event !== undefined; event = this.#kept.shift()) this.#listener?.(event);
    this.#isEmittingKept = false;
  }

  emitEvent(event: Exclude<LinkEvent, { readonly type: "ended" }>): void {
    if (this.isDeaf) return;
    this.#isDeaf = event.type === "malformed";
    this.#deliver(event);
  }

  /** Ends the link. Later ends are dropped. */
  emitEnd(end: LinkEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    queueMicrotask(() => {
      this.#deliver({ type: "ended", end });
    });
  }

  #deliver(event: LinkEvent): void {
    if (this.#listener === null || this.#isEmittingKept) this.#kept.push(event);
    else this.#listener(event);
  }
}
