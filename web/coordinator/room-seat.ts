import type { RoomId } from "../journal/room-id.ts";

/** How long the tab that has the room may take to say so; it may have a lot to do. */
const answerMs = 500;

type SeatMessage = { readonly type: "anyone" } | { readonly type: "here" } | { readonly type: "begun"; epoch: number };

/** Whether a tab runs the room; for who has no seat in it. */
export async function isRun(room: RoomId): Promise<boolean> {
  const seat = new RoomSeat(room, () => {});
  const isTaken = await seat.isTaken();
  seat.close();
  return isTaken;
}

/**
 * Which of this browser's tabs runs a room. The epoch in the journal decides; this only spares two tabs from taking the
 * room from each other unasked, and lets the older one know at once.
 */
export class RoomSeat {
  readonly #name: string;
  readonly #channel: BroadcastChannel;
  readonly #superseded: () => void;
  /** Of this tab's start of the room; null while it has not begun it. */
  #epoch: number | null = null;
  #heard: (() => void) | null = null;
  #release = new AbortController();

  /** `superseded` is called when another tab has begun the room that this one runs. */
  constructor(room: RoomId, superseded: () => void) {
    this.#name = `tabpool room ${room}`;
    this.#superseded = superseded;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#hear(data));
  }

  /** Whether another tab runs the room and answers. */
  async isTaken(): Promise<boolean> {
    if (await this.#isSurelyFree()) return false;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), answerMs);
      this.#heard = () => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#say({ type: "anyone" });
    });
  }

  /** A lock ends with its page, whatever becomes of that; where there are locks, nobody needs to be asked. */
  async #isSurelyFree(): Promise<boolean> {
    if (!("locks" in navigator)) return false;
    try {
      const { held = [] } = await navigator.locks.query();
      return held.every(({ name }) => name !== this.#name);
    } catch {
      return false;
    }
  }

  /** This tab has begun the room: whoever had it before has it no more. */
  take(epoch: number): void {
    this.#epoch = epoch;
    this.#say({ type: "begun", epoch });
    this.#release = new AbortController();
    void this.#holdLock(this.#release.signal);
  }

  /** Until the seat is left; if the tab before still has the lock, as soon as that lets go of it. */
  async #holdLock(signal: AbortSignal): Promise<void> {
    if (!("locks" in navigator)) return;
    try {
      await navigator.locks.request(this.#name, { signal }, async () => {
        if (signal.aborted) return;
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      });
    } catch {
      // Left before the lock was ours.
    }
  }

  /** This tab runs the room no more; it still hears who does. */
  leave(): void {
    this.#epoch = null;
    this.#release.abort();
  }

  close(): void {
    this.leave();
    this.#channel.close();
  }

  #hear(data: unknown): void {
    const message = readMessage(data);
    if (message === null) return;
    switch (message.type) {
      case "anyone":
        if (this.#epoch !== null) this.#say({ type: "here" });
        return;
      case "here":
        this.#heard?.();
        return;
      case "begun":
        if (this.#epoch === null || message.epoch <= this.#epoch) return;
        this.leave();
        this.#superseded();
        return;
    }
  }

  #say(message: SeatMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, and no such argument
    this.#channel.postMessage(message);
  }
}

function readMessage(data: unknown): SeatMessage | null {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  if (data.type === "anyone" || data.type === "here") return { type: data.type };
  if (data.type !== "begun" || !("epoch" in data) || typeof data.epoch !== "number") return null;
  return { type: "begun", epoch: data.epoch };
}
