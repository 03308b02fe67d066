import type { RelaySocket } from "../relay-socket.ts";

type Carried = Uint8Array<ArrayBuffer> | string;

interface Listeners {
  open: (() => void)[];
  error: (() => void)[];
  message: ((event: { readonly data: unknown }) => void)[];
  close: ((event: { readonly code: number; readonly reason: string }) => void)[];
}

/** One end's WebSocket at a relay that a test plays. */
export class ScriptedSocket implements RelaySocket {
  binaryType = "blob";
  isClosed = false;
  /** What this end has sent, in order. */
  readonly sent: Carried[] = [];
  readonly #listeners: Listeners = { open: [], error: [], message: [], close: [] };
  #passOn: (data: Carried) => void = () => {};
  #onClose: () => void = () => {};

  addEventListener<Type extends keyof Listeners>(type: Type, listener: Listeners[Type][number]): void {
    const listeners: Listeners[Type][number][] = this.#listeners[type];
    listeners.push(listener);
  }

  /** The relay from here on: what becomes of what this end sends, and of its close. */
  become(passOn: (data: Carried) => void, onClose: () => void): void {
    this.#passOn = passOn;
    this.#onClose = onClose;
  }

  send(data: Carried): void {
    if (this.isClosed) return;
    const carried = typeof data === "string" ? data : data.slice();
    this.sent.push(carried);
    queueMicrotask(() => this.#passOn(carried));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    queueMicrotask(() => {
      this.#onClose();
      this.beClosed();
    });
  }

  open(): void {
    for (const listener of this.#listeners.open) listener();
  }

  receive(data: Carried): void {
    const handed = typeof data === "string" ? data : data.slice().buffer;
    for (const listener of this.#listeners.message) listener({ data: handed });
  }

  beClosed(reason = ""): void {
    this.isClosed = true;
    for (const listener of this.#listeners.close.splice(0)) listener({ code: 1000, reason });
  }
}

/** What a relay makes of a record: what it hands on in its place, in order. `number`: 0 for the end's key, which comes first. */
export type Tamper = (data: Uint8Array<ArrayBuffer>, number: number) => readonly Carried[];

/** Joins two ends. `tamper`: what the relay does to what the first one sends; an honest one hands it on. */
export function joinSockets(from: ScriptedSocket, to: ScriptedSocket, tamper: Tamper = (data) => [data]): void {
  let number = 0;
  from.become(
    (data) => {
      for (const each of typeof data === "string" ? [] : tamper(data, number)) to.receive(each);
      number += 1;
    },
    () => to.beClosed(),
  );
  to.become(
    (data) => {
      if (typeof data !== "string") from.receive(data);
    },
    () => from.beClosed(),
  );
  from.open();
  to.open();
}
