import type { RoomId } from "../../journal/room-id.ts";
import { inBackground } from "../../core/in-background.ts";
import { openChannel } from "./open-channel.ts";

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
 * room from each other unasked, and lets the older one know at once. Neither locks nor channels are needed for a room to open.
 */
export class RoomSeat {
  readonly #name: string;
  /** null where the browser has none, or gives none to this page: then the locks alone tell, or nothing does. */
  readonly #channel: BroadcastChannel | null;
  readonly #superseded: () => void;
  /** Of this tab's start of the room; null while it has not begun it. */
  #epoch: number | null = null;
  #heard: (() => void) | null = null;
  #release = new AbortController();

  /** `superseded` is called when another tab has begun the room that this one runs. */
  constructor(room: RoomId, superseded: () => void) {
    this.#name = `tabpool room ${room}`;
    this.#superseded = superseded;
    this.#channel = openChannel(this.#name);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#hear(data));
  }

  /** Whether another tab runs the room and answers. */
  async isTaken(): Promise<boolean> {
    if (await this.#isSurelyFree()) return false;
    if (this.#channel === null) return this.#staysLocked();
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

  /** This tab has begun the room: whoever had it before has it no more. */
  take(epoch: number): void {
    this.#epoch = epoch;
    this.#say({ type: "begun", epoch });
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

  /** This tab runs the room no more; it still hears who does. */
  leave(): void {
    this.#epoch = null;
    this.#release.abort();
  }

  close(): void {
    this.leave();
    this.#channel?.close();
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
    this.#channel?.postMessage(message);
  }
}

function readMessage(data: unknown): SeatMessage | null {
  if (typeof data !== "object" || data === null || !("type" in data)) return null;
  if (data.type === "anyone" || data.type === "here") return { type: data.type };
  if (data.type !== "begun" || !("epoch" in data) || typeof data.epoch !== "number") return null;
  return { type: "begun", epoch: data.epoch };
}
