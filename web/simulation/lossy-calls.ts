import { decode, encode, type Answer } from "../core/objects/answer.ts";
import type { CallerEnd } from "../core/objects/call.ts";
import type { ObjectsEvent } from "../core/objects/events.ts";
import { defaultHomeLimits } from "../core/objects/limits.ts";
import { handle } from "../core/objects/objects.ts";
import { createObjectsMachine, type ObjectsMachine } from "../core/objects/state.ts";
import { objectId } from "../core/objects/testing/objects-rig.ts";
import { MinHeap } from "../core/min-heap.ts";
import { packAll } from "../core/values/packed.ts";
import { Dice } from "./dice.ts";

/** A bug that is planted to see that it is found. */
export interface Plant {
  /** What a room makes of an event before its home is told; null for nothing. */
  readonly change?: (event: ObjectsEvent, machine: ObjectsMachine) => ObjectsEvent | null;
  /** Messages overtake each other. */
  readonly isUnordered?: boolean;
  /** A caller counts an answer that comes twice as two. */
  readonly countsDoubles?: boolean;
}

/** What a program does next: a call. It goes on with what that is answered. */
type Program = Generator<readonly [object: string, method: string, ...args: unknown[]], void, unknown>;

/** Bounds of what one seed draws. */
const mostCallers = 7;
const mostItems = 6;
/** Much more than a run takes in which no call waits for ever. */
const endOfTimeMs = 60_000;

/** One attempt of a task: its link is ordered each way, doubles some messages, and may break. */
class Caller {
  readonly key: string;
  readonly canBreak: boolean;
  isBroken = false;
  /** Its programs have ended, and the room has been told. */
  isDone = false;
  number = 0;
  received = 0;
  readonly open = new Map<number, (answer: Answer) => void>();
  /** When the last message of each way arrives: none comes before one that was sent earlier. */
  readonly arrivals = { up: 0, down: 0 };
  programs = 0;
  /** Locks and permits that it knows to have. */
  readonly holds = new Map<string, number>();

  constructor(key: string, canBreak: boolean) {
    this.key = key;
    this.canBreak = canBreak;
  }
}

/**
 * Callers at a home in virtual time, over links that delay, double and lose: producers and consumers of a queue, a counter behind a
 * lock, and permits. A link that loses a message is broken, and its caller with it; the room tells the home so a while later. Everything
 * follows from the seed.
 */
export class LossyCalls {
  readonly #dice: Dice;
  readonly #plant: Plant;
  readonly #machine = createObjectsMachine({ ...defaultHomeLimits, bytes: 100_000 });
  readonly #acts = new MinHeap<() => void>();
  #planned = 0;
  #now = 0;
  readonly #callers: Caller[] = [];
  readonly #doubleShare: number;
  readonly #slowestMs: number;
  /** By item: whether its put was answered, and the callers that have heard it. */
  readonly #items = new Map<number, { isPut: boolean; readonly heardBy: Caller[] }>();
  /** Increments of the counter that are over, and those that a broken caller has begun. */
  #counted = 0;
  #begun = 0;
  readonly #found: string[] = [];

  constructor(seed: number, plant: Plant) {
    this.#dice = new Dice(seed);
    this.#plant = plant;
    this.#doubleShare = this.#dice.pick([0, 0.2, 0.5]);
    this.#slowestMs = this.#dice.pick([2, 20, 200]);
    const breakShare = this.#dice.pick([0, 0.3, 0.6]);
    const made = {
      queue: { kind: "queue", maxsize: this.#dice.whole(0, 3), isJoinable: false },
      lock: { kind: "lock" },
      counter: { kind: "value", type: null, initial: encode(0) },
      permits: { kind: "semaphore", value: 2, isBounded: true },
    } as const;
    for (const [name, settings] of Object.entries(made)) {
      this.#tell({ type: "object-made", object: objectId(name), settings, now: 0 });
    }
    const count = this.#dice.whole(3, mostCallers);
    for (let at = 0; at < count; at += 1) this.#begin(at, this.#dice.chance(breakShare));
    // Those that come last do not break: what others leave behind is for them.
    this.#at(endOfTimeMs / 2, () => {
      const last = this.#add("last", false);
      this.#start(last, this.#consume(last));
    });
  }

  /** Plays until nothing is left to happen. What has gone wrong, in words. */
  findings(): readonly string[] {
    for (let next = this.#acts.pop(); next !== undefined && next.key < endOfTimeMs; next = this.#acts.pop()) {
      this.#now = Math.floor(next.key);
      next.value();
      if (this.#found.length > 0) return this.#found;
    }
    for (const caller of this.#callers) {
      if (!caller.isBroken && !caller.isDone) this.#found.push(`${caller.key} waits for ever`);
    }
    for (const [item, { isPut, heardBy }] of this.#items) this.#judge(item, isPut, heardBy);
    this.#judgeCounter();
    return this.#found;
  }

  #judge(item: number, isPut: boolean, heardBy: readonly Caller[]): void {
    const living = heardBy.filter(({ isBroken }) => !isBroken);
    if (living.length > 1) this.#found.push(`item ${item} was given to ${living.map(({ key }) => key).join(" and ")}`);
    if (isPut && heardBy.length === 0) this.#found.push(`item ${item} is lost`);
  }

  #judgeCounter(): void {
    let value: unknown = null;
    const ask = function* ask(): Program {
      value = yield ["counter", "get"];
    };
    const accountant = this.#add("accountant", false);
    this.#start(accountant, ask());
    for (let next = this.#acts.pop(); next !== undefined && !accountant.isDone; next = this.#acts.pop()) next.value();
    if (typeof value === "number" && value >= this.#counted && value <= this.#counted + this.#begun) return;
    this.#found.push(
      `the counter is ${String(value)} after ${this.#counted} increments and ${this.#begun} unknown ones`,
    );
  }

  #begin(at: number, canBreak: boolean): void {
    this.#at(this.#dice.whole(0, 300), () => {
      const caller = this.#add(`${at}`, canBreak);
      if (canBreak) this.#at(this.#now + this.#dice.spread(1, 600), () => this.#break(caller));
      for (let count = this.#dice.whole(1, 3); count > 0; count -= 1) this.#start(caller, this.#anyProgram(caller));
    });
  }

  #add(key: string, canBreak: boolean): Caller {
    const caller = new Caller(key, canBreak);
    this.#callers.push(caller);
    return caller;
  }

  // Programs.

  #anyProgram(caller: Caller): Program {
    switch (this.#dice.whole(0, 4)) {
      case 0:
        return this.#produce();
      case 1:
        return this.#consume(caller);
      case 2:
        return this.#consumeOne(caller);
      case 3:
        return this.#count(caller);
      default:
        return this.#usePermit(caller);
    }
  }

  *#produce(): Program {
    for (let left = this.#dice.whole(1, mostItems); left > 0; left -= 1) {
      const item = { isPut: false, heardBy: [] };
      const name = this.#items.size + 1;
      this.#items.set(name, item);
      yield ["queue", "put", name];
      item.isPut = true;
    }
  }

  *#consume(caller: Caller): Program {
    for (;;) {
      const item = yield ["queue", "get", 1_000];
      if (typeof item !== "number") return;
      this.#items.get(item)?.heardBy.push(caller);
    }
  }

  /** Ends with the item, and says nothing more after it. */
  *#consumeOne(caller: Caller): Program {
    const item = yield ["queue", "get", 1_000];
    if (typeof item === "number") this.#items.get(item)?.heardBy.push(caller);
  }

  *#count(caller: Caller): Program {
    for (let left = this.#dice.whole(1, 4); left > 0; left -= 1) {
      yield ["lock", "acquire"];
      this.#hold(caller, "lock", 1);
      const before = yield ["counter", "get"];
      this.#begun += 1;
      yield ["counter", "set", Number(before) + 1];
      this.#begun -= 1;
      this.#counted += 1;
      caller.holds.delete("lock");
      yield ["lock", "release"];
    }
  }

  *#usePermit(caller: Caller): Program {
    for (let left = this.#dice.whole(1, 4); left > 0; left -= 1) {
      if ((yield ["permits", "acquire", 500]) !== true) continue;
      this.#hold(caller, "permits", 2);
      yield ["queue", "qsize"];
      caller.holds.delete("permits");
      yield ["permits", "release"];
    }
  }

  #hold(caller: Caller, name: string, most: number): void {
    caller.holds.set(name, 1);
    const holders = this.#callers.filter(({ isBroken, holds }) => !isBroken && holds.has(name));
    if (holders.length > most) this.#found.push(`${holders.map(({ key }) => key).join(" and ")} hold the ${name}`);
  }

  // Links.

  #start(caller: Caller, running: Program): void {
    caller.programs += 1;
    const proceed = (outcome: unknown): void => {
      const next = running.next(outcome);
      if (next.done !== true) {
        const [object, method, ...args] = next.value;
        this.#call(caller, object, method, args, proceed);
        return;
      }
      caller.programs -= 1;
      if (caller.programs === 0) this.#send(caller, "up", () => this.#finish(caller));
    };
    proceed(undefined);
  }

  #call(
    caller: Caller,
    object: string,
    method: string,
    args: readonly unknown[],
    proceed: (outcome: unknown) => void,
  ): void {
    caller.number += 1;
    const { key, number, received } = caller;
    caller.open.set(number, (answer) => {
      if (answer.type === "error" && answer.name !== "Empty") this.#found.push(`${key}: ${method} is ${answer.name}`);
      proceed(answer.type === "value" ? decode(answer.value) : answer.name);
    });
    const event = { caller: key, number, received, object: objectId(object), method, args: packAll(args) };
    this.#send(caller, "up", () => this.#tell({ type: "called", now: this.#now, ...event }));
  }

  /** The message arrives after those before it, and perhaps once more later, unless the link breaks before. */
  #send(caller: Caller, way: "up" | "down", arrive: () => void): void {
    const delay = (): number => this.#now + this.#dice.spread(1, this.#slowestMs);
    const arrival = this.#plant.isUnordered === true ? delay() : Math.max(caller.arrivals[way], delay());
    caller.arrivals[way] = arrival;
    this.#at(arrival, () => {
      if (!caller.isBroken) arrive();
    });
    // The copy may come late, also when the link is broken.
    if (this.#dice.chance(this.#doubleShare)) this.#at(arrival + this.#dice.spread(1, 500), arrive);
  }

  #finish(caller: Caller): void {
    if (caller.isDone) return;
    caller.isDone = true;
    this.#end(caller, "done");
  }

  #break(caller: Caller): void {
    if (caller.isDone) return;
    caller.isBroken = true;
    this.#at(this.#now + this.#dice.spread(1, 1_000), () => this.#end(caller, "lost"));
  }

  #end({ key }: Caller, how: CallerEnd): void {
    this.#tell({ type: "caller-ended", now: this.#now, caller: key, how });
  }

  #hear(caller: Caller, number: number, answer: Answer): void {
    if (caller.isBroken) return;
    const proceed = caller.open.get(number);
    if (proceed !== undefined || this.#plant.countsDoubles === true) caller.received += 1;
    caller.open.delete(number);
    proceed?.(answer);
  }

  // The home.

  #tell(event: ObjectsEvent): void {
    const { change } = this.#plant;
    const told = change === undefined ? event : change(event, this.#machine);
    if (told === null) return;
    for (const effect of handle(this.#machine, told)) {
      if (effect.type === "answer") {
        const caller = this.#callers.find(({ key }) => key === effect.caller);
        const { number, answer } = effect;
        if (caller !== undefined) this.#send(caller, "down", () => this.#hear(caller, number, answer));
      } else if (effect.at !== null) {
        const { at } = effect;
        // An alarm that was set anew rings beside the one before: it is early, and changes nothing.
        this.#at(at, () => this.#tell({ type: "alarm-rang", now: this.#now }));
      }
    }
  }

  /** Acts of one moment happen in the order in which they were planned. */
  #at(when: number, act: () => void): void {
    this.#planned += 1;
    this.#acts.push(Math.ceil(when) + this.#planned / 2 ** 30, act);
  }
}
