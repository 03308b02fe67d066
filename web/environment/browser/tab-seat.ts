import type { RoomId } from "../../journal/room-id.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Seat, Seats } from "../seat.ts";
import { openChannel } from "./open-channel.ts";

/** Milliseconds that the tab that has the room may take to say so; it may have a lot to do. */
const answerMs = 500;

type SeatMessage = { readonly type: "anyone" } | { readonly type: "here" } | { readonly type: "begun"; epoch: number };

/** A seat among this browser's tabs, over locks and channels. A room opens without either. */
class TabSeat implements Seat {
  readonly #name: string;
  /** null where the browser has no channels, or gives none to this page: then only the locks tell, or nothing does. */
  readonly #channel: BroadcastChannel | null;
  readonly #superseded: () => void;
  /** Of this tab's start of the room; null while it has not begun it. */
  #epoch: number | null = null;
  #onAnswer: (() => void) | null = null;
  #release = new AbortController();

  constructor(room: RoomId, superseded: () => void) {
    this.#name = `tabpool room ${room}`;
    this.#superseded = superseded;
    this.#channel = openChannel(this.#name);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#receive(data));
  }

  async isTaken(): Promise<boolean> {
    if (await this.#isSurelyFree()) return false;
    if (this.#channel === null) return this.#staysLocked();
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), answerMs);
      this.#onAnswer = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#post({ type: "anyone" });
    });
  }

  /** A lock ends with its page, however that ends; where there are locks, no tab needs to be asked. */
  async #isSurelyFree(): Promise<boolean> {
    if (!("locks" in navigator)) return false;
    try {
      const { held = [] } = await navigator.locks.query();
      return held.every(({ name }) => name !== this.#name);
    } catch {
      return false;
    }
  }

  /**
   * For a tab that cannot ask. The page before a reload may hold the lock for a moment still, so a lock counts that is held
   * for as long as an answer may take.
   */
  async #staysLocked(): Promise<boolean> {
    if (!("locks" in navigator)) return false;
    try {
      await navigator.locks.request(this.#name, { signal: AbortSignal.timeout(answerMs) }, () => undefined);
      return false;
    } catch (error) {
      return error instanceof DOMException && error.name === "TimeoutError";
    }
  }

  takeSeat(epoch: number): void {
    this.#epoch = epoch;
    this.#post({ type: "begun", epoch });
    this.#release = new AbortController();
    // Left before the lock was ours, or no lock to be had: the epoch in the journal decides anyway.
    inBackground(this.#holdLock(this.#release.signal), () => undefined);
  }

  /** Until the seat is left; if the tab before still has the lock, as soon as that lets go of it. */
  async #holdLock(signal: AbortSignal): Promise<void> {
    if (!("locks" in navigator)) return;
    await navigator.locks.request(this.#name, { signal }, async () => {
      if (signal.aborted) return;
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    });
  }

  leaveSeat(): void {
    this.#epoch = null;
    this.#release.abort();
  }

  closeSeat(): void {
    this.leaveSeat();
    this.#channel?.close();
  }

  #receive(data: unknown): void {
    const message = readMessage(data);
    if (message === null) return;
    switch (message.type) {
      case "anyone":
        if (this.#epoch !== null) this.#post({ type: "here" });
        return;
      case "here":
        this.#onAnswer?.();
        return;
      case "begun":
        if (this.#epoch === null || message.epoch <= this.#epoch) return;
        this.leaveSeat();
        this.#superseded();
        return;
    }
  }

  #post(message: SeatMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, and no such argument
    this.#channel?.postMessage(message);
  }
}

export const tabSeats: Seats = { openSeat: (room, superseded) => new TabSeat(room, superseded) };

function readMessage(data: unknown): SeatMessage | null {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  if (data.type === "anyone" || data.type === "here") return { type: data.type };
  if (data.type !== "begun" || !("epoch" in data) || typeof data.epoch !== "number") return null;
  return { type: "begun", epoch: data.epoch };
}
