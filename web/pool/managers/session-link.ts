import type { CallOff, Clock } from "../../core/clock.ts";
import { messageOf } from "../../core/message-of.ts";
import type { Link } from "../../links/link.ts";
import { say } from "../../words/say.ts";
import { encodeSession, type DownSession, type UpSession } from "./session-messages.ts";

/** Milliseconds between two signs of life of either side. */
const pingMs = 5_000;

/** Milliseconds without one after which the other side counts as lost. Its page or process may be busy with something else for a while. */
const silentMs = 30_000;

/** Milliseconds that a goodbye may take. The other side answers it by closing the link. */
const farewellMs = 2_000;

interface Listener<Received> {
  receive(message: Received): void;
  /** Once, whatever ends it but `close`. `why`: in words. */
  onLost(why: string): void;
}

/** A proven link between a manager and a client: it tells what comes, and that the other side is lost where nothing does. */
export class SessionLink<Received extends UpSession | DownSession> {
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #decode: (bytes: Uint8Array) => Received;
  readonly #listener: Listener<Received>;
  #heardAt: number;
  #callOffPing: CallOff = () => {};
  #isOver = false;

  constructor(link: Link, clock: Clock, decode: (bytes: Uint8Array) => Received, listener: Listener<Received>) {
    this.#link = link;
    this.#clock = clock;
    this.#decode = decode;
    this.#listener = listener;
    this.#heardAt = clock.now();
  }

  /** Bytes of messages that the platform has not taken yet. */
  get backlogBytes(): number {
    return this.#link.backlogBytes;
  }

  /** Tells what has come, and comes from now on. */
  begin(): void {
    this.#pingLater();
    this.#link.listen((event) => {
      if (event.type === "ended") this.#lose(say(event.end.reason));
      if (event.type === "malformed") this.end(`it broke the rules: ${event.problem}`);
      if (event.type !== "message" || this.#isOver) return;
      this.#heardAt = this.#clock.now();
      this.#receive(event.bytes);
    });
  }

  #receive(bytes: Uint8Array): void {
    try {
      this.#listener.receive(this.#decode(bytes));
    } catch (error) {
      this.end(`it broke the rules: ${messageOf(error)}`);
    }
  }

  #isGoodbye(bytes: Uint8Array): boolean {
    try {
      return this.#decode(bytes).type === "goodbye";
    } catch {
      return false;
    }
  }

  #pingLater(): void {
    this.#callOffPing = this.#clock.after(pingMs, () => {
      if (this.#clock.now() - this.#heardAt >= silentMs) {
        this.end(`nothing was heard of it for ${silentMs / 1_000} s`);
        return;
      }
      this.#link.send("control", encodeSession({ type: "ping" }));
      this.#pingLater();
    });
  }

  send(message: UpSession | DownSession): void {
    if (!this.#isOver) this.#link.send("bulk", encodeSession(message));
  }

  /** Takes the other side for lost, or has heard its goodbye. */
  end(why: string): void {
    this.#lose(why);
    this.#link.close({ key: "closed-here" });
  }

  /** Ends the session, and says so behind all that was sent before. Resolves once the other side has heard it, or does not answer. */
  close(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    this.#over();
    this.#link.send("bulk", encodeSession({ type: "goodbye" }));
    return new Promise((resolve) => {
      const end = (): void => {
        callOff();
        this.#link.close({ key: "closed-here" });
        resolve();
      };
      const callOff = this.#clock.after(farewellMs, end);
      this.#link.listen((event) => {
        // Where both end it at the same time, neither is there any more to close the link at the other's goodbye.
        if (event.type === "message" ? this.#isGoodbye(event.bytes) : event.type !== "path-changed") end();
      });
    });
  }

  /** Ends the session at once, ahead of what waits in the link: its page goes. */
  leave(): void {
    if (this.#isOver) return;
    this.#over();
    this.#link.send("control", encodeSession({ type: "goodbye" }));
    this.#link.close({ key: "closed-here" });
  }

  #lose(why: string): void {
    if (this.#isOver) return;
    this.#over();
    this.#listener.onLost(why);
  }

  #over(): void {
    this.#isOver = true;
    this.#callOffPing();
  }
}
