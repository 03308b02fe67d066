import { lookAfter } from "../look-after.ts";
import type { Clock } from "../token-bucket.ts";
import type { Budget } from "./budget.ts";

/** The members of a websocket that are read from here. */
interface Source {
  pause(): void;
  resume(): void;
}

/** The members of a websocket that are written to here. `done` is called when the bytes have left, or the socket is gone. */
interface Sink {
  send(record: Buffer, options: { readonly binary: true }, done: () => void): void;
}

export interface FlowOptions {
  readonly from: Source;
  readonly to: Sink;
  readonly budgets: readonly Budget[];
  /** Bytes that may wait for `to`. */
  readonly bytesWaiting: number;
  /** Bytes that it may carry before `prove` is called. */
  readonly unprovedBytes: number;
  readonly stallMs: number;
  readonly now: Clock;
  /** Called when a budget was used up: once until there is room again. */
  readonly onSlowed: () => void;
  /** Called once if `to` reads nothing. */
  readonly onStalled: () => void;
}

/** What a record counts at least: the server holds a few hundred bytes for each that waits, be it empty. */
const leastBytes = 512;

/** One direction of a relayed link: nothing is read of one end while too much waits for the other, or a budget is used up. */
export class Flow {
  readonly #options: FlowOptions;
  #waiting = 0;
  #unprovedLeft: number;
  #isPaused = false;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;
  readonly #reconsider = (): void => this.#holdOrGoOn();

  constructor(options: FlowOptions) {
    this.#options = options;
    this.#unprovedLeft = options.unprovedBytes;
  }

  passOn(record: Buffer): void {
    if (this.#isOver) return;
    const { to, budgets, now } = this.#options;
    const bytes = Math.max(record.length, leastBytes);
    this.#waiting += bytes;
    this.#unprovedLeft -= bytes;
    for (const budget of budgets) budget.addBytes(bytes, now());
    to.send(record, { binary: true }, () => this.#onPassedOn(bytes));
    this.#watchStall();
    this.#holdOrGoOn();
  }

  /** The volunteer has proved itself to the coordinator: it may carry any number of bytes. */
  prove(): void {
    this.#unprovedLeft = Infinity;
    this.#holdOrGoOn();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#stallTimer);
    for (const budget of this.#options.budgets) budget.removeBytes(this.#waiting);
    // Its close is to be heard.
    this.#options.from.resume();
  }

  #onPassedOn(bytes: number): void {
    if (this.#isOver) return;
    this.#waiting -= bytes;
    clearTimeout(this.#stallTimer);
    this.#stallTimer = undefined;
    if (this.#waiting > 0) this.#watchStall();
    for (const budget of this.#options.budgets) budget.removeBytes(bytes);
    this.#holdOrGoOn();
  }

  #watchStall(): void {
    if (this.#stallTimer !== undefined) return;
    const { stallMs, onStalled } = this.#options;
    const timer = lookAfter(stallMs, () => {
      if (!this.#isOver && this.#stallTimer === timer) onStalled();
    });
    this.#stallTimer = timer;
  }

  #holdOrGoOn(): void {
    if (this.#isOver) return;
    const { from, budgets, bytesWaiting, now, onSlowed } = this.#options;
    const waitMs = Math.max(...budgets.map((budget) => budget.waitMs(now())));
    const full = budgets.filter((budget) => budget.isFull);
    for (const budget of full) budget.whenRoom(this.#reconsider);
    const isSlowed = waitMs > 0 || full.length > 0;
    const isHeld = isSlowed || this.#waiting >= bytesWaiting || this.#unprovedLeft <= 0;
    clearTimeout(this.#timer);
    if (waitMs > 0) this.#timer = setTimeout(this.#reconsider, waitMs).unref();
    if (isHeld === this.#isPaused) return;
    this.#isPaused = isHeld;
    if (isSlowed) onSlowed();
    if (isHeld) from.pause();
    else from.resume();
  }
}
