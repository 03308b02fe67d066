import { createStore, type StoreApi } from "zustand/vanilla";
import { inBackground } from "../core/in-background.ts";
import type { Pool } from "../pool/pool-types.ts";
import { isUnderWay, presentIn, type RoomState } from "../room/store.ts";
import type { Room } from "../room/room.ts";
import type { Lesson, OutputLine } from "./lesson.ts";

export interface LessonState {
  /** Steps that are done, the first of which is that people join: the index of the one that is shown. */
  readonly done: number;
  /** Slots of all who are in the room and have not paused. */
  readonly slots: number;
  /** The turn at which the program waits for a press; null while it waits for none. */
  readonly turn: string | null;
  readonly lines: readonly OutputLine[];
  /** Whether the program has ended, in whichever way. */
  readonly isOver: boolean;
  /** What it has thrown; null where it has not. */
  readonly problem: string | null;
}

/** Opens a pool over the lesson's room; `print` is given each line that a task writes, and the volunteer that has run it. */
export type OpenLessonPool = (room: Room, print: (text: string, volunteer: string) => void) => Pool;

interface Surroundings {
  readonly room: Room;
  readonly lesson: Lesson;
  readonly openPool: OpenLessonPool;
}

const nothingYet = { done: 0, turn: null, lines: [], isOver: false, problem: null } as const;

function slotsIn({ volunteers }: RoomState): number {
  return presentIn(volunteers).reduce((sum, { slots, paused }) => sum + (paused ? 0 : slots), 0);
}

/** One way through a lesson: its program in its room, and the steps, each of which is done once what it waits for has happened. */
export class LessonRun {
  readonly store: StoreApi<LessonState>;
  readonly #room: Room;
  readonly #lesson: Lesson;
  readonly #openPool: OpenLessonPool;
  readonly #unfollow: () => void;
  #turns: string[] = [];
  #pass: () => void = () => {};
  #pool: Pool | null = null;

  constructor({ room, lesson, openPool }: Surroundings) {
    this.#room = room;
    this.#lesson = lesson;
    this.#openPool = openPool;
    this.store = createStore(() => ({ ...nothingYet, slots: slotsIn(room.store.getState()) }));
    this.#unfollow = room.store.subscribe((state) => {
      const slots = slotsIn(state);
      if (slots === this.store.getState().slots) return;
      this.store.setState({ slots });
      this.#goOn();
    });
    this.#goOn();
  }

  /** Lets the program go on from the turn at which it waits. */
  press(): void {
    this.store.setState({ turn: null });
    this.#pass();
  }

  /** From the beginning, with whoever is in the room. */
  restart(): void {
    this.#leavePool();
    this.#turns = [];
    this.store.setState(nothingYet);
    this.#goOn();
  }

  close(): void {
    this.#unfollow();
    this.#leavePool();
  }

  #leavePool(): void {
    const pool = this.#pool;
    this.#pool = null;
    if (pool !== null) inBackground(pool.terminate(), () => undefined);
  }

  #goOn(): void {
    const { steps } = this.#lesson;
    const { done, slots, lines } = this.store.getState();
    const seen = { slots, lines, turns: this.#turns };
    let now = done;
    if (now === 0 && slots >= this.#lesson.slots) now = 1;
    while (now > 0 && steps[now - 1]?.isDone(seen) === true) now += 1;
    if (now === done) return;
    this.store.setState({ done: now });
    if (done === 0) this.#begin();
  }

  #begin(): void {
    // What an earlier visit of this page has left: its program is gone, and would keep slots for ever.
    for (const job of this.#room.store.getState().jobs) if (isUnderWay(job)) this.#room.cancelJob(job.id);
    const pool = this.#openPool(this.#room, (text, volunteer) => {
      if (this.#pool === pool) this.#write(text, volunteer);
    });
    this.#pool = pool;
    // A program that has been left behind says and asks for nothing any more.
    const whileHere = (does: () => void): void => {
      if (this.#pool === pool) does();
    };
    const running = this.#lesson.run({
      pool,
      print: (text) => whileHere(() => this.#write(text, null)),
      turn: (name) =>
        new Promise((resolve) => {
          whileHere(() => {
            this.#pass = resolve;
            this.#turns.push(name);
            this.store.setState({ turn: name });
            this.#goOn();
          });
        }),
    });
    inBackground(
      running.then(() => whileHere(() => this.store.setState({ isOver: true }))),
      (problem) => whileHere(() => this.store.setState({ isOver: true, turn: null, problem })),
    );
  }

  #write(text: string, volunteer: string | null): void {
    const { lines } = this.store.getState();
    this.store.setState({ lines: [...lines, { id: lines.length, volunteer, text }] });
    this.#goOn();
  }
}
