import type { CallOff } from "../../core/clock.ts";
import type { Pace } from "../../core/pace.ts";
import { Publisher } from "../../core/publisher.ts";

/** What readers see of changes. */
export interface ChangesToRead {
  /** Another number whenever subscribers are told, and after changes while there were none. */
  readonly version: number;
  /** Another number after changes of tasks: what was found among them before may be outdated. */
  readonly edition: number;
  /** Calls `changed` with the next frame after one change or many. */
  subscribe(changed: () => void): CallOff;
  /** Calls `ring` once, at the next change. */
  awaitChange(ring: () => void): CallOff;
}

/** Of results that stay as they are. */
export const noChanges: ChangesToRead = {
  version: 0,
  edition: 0,
  subscribe: () => () => {},
  awaitChange: () => () => {},
};

/**
 * What the writer of a job's results says to their readers: that something has changed, and when nothing more will come.
 * Views are told at the page's pace; a follower that waits for the next result is told at once.
 */
export class Changes implements ChangesToRead {
  readonly #publisher: Publisher;
  readonly #subscribers = new Set<() => void>();
  #waiting = new Set<() => void>();
  #version = 0;
  #edition = 0;

  constructor(pace: Pick<Pace, "onNextFrame" | "hurry">) {
    this.#publisher = new Publisher(pace, () => this.#publish());
  }

  get version(): number {
    return this.#version;
  }

  get edition(): number {
    return this.#edition;
  }

  /** People see something else of tasks that are as they were. */
  noteSight(): void {
    if (this.#subscribers.size > 0) this.#publisher.touch();
    else this.#version += 1;
  }

  /** A task has changed, or the job has. */
  noteChange(): void {
    this.#edition += 1;
    this.noteSight();
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const ring of waiting) ring();
  }

  #publish(): void {
    this.#version += 1;
    for (const changed of this.#subscribers) changed();
  }

  subscribe(changed: () => void): CallOff {
    // Two subscriptions of one function are two.
    const notify = (): void => changed();
    this.#subscribers.add(notify);
    return () => this.#subscribers.delete(notify);
  }

  awaitChange(ring: () => void): CallOff {
    const notify = (): void => ring();
    const waiting = this.#waiting;
    waiting.add(notify);
    return () => waiting.delete(notify);
  }

  /** For good: the room ends, and no frame is waited for any more. Followers find out that nothing more comes. */
  close(): void {
    this.noteChange();
    this.#publisher.stop();
  }
}
