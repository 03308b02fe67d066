import { array, assert, constantFrom, nat, property, record, tuple, uint8Array, type Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import type { Unstamped } from "../fact-queue.ts";
import { packAll } from "../values/packed.ts";
import { encode } from "./answer.ts";
import type { CallerEnd } from "./call.ts";
import type { ObjectsEvent } from "./events.ts";
import { defaultHomeLimits } from "./limits.ts";
import { handle } from "./objects.ts";
import { createObjectsMachine } from "./state.ts";
import { objectId } from "./testing/objects-rig.ts";

const anyObjects = {
  queue: { kind: "queue", maxsize: 1, isJoinable: true },
  lock: { kind: "lock" },
  semaphore: { kind: "semaphore", value: 1, isBounded: true },
  event: { kind: "event" },
  condition: { kind: "condition", lock: objectId("lock") },
  barrier: { kind: "barrier", parties: 2 },
  pipe: { kind: "pipe", other: objectId("other"), isDuplex: true, holder: "home" },
  value: { kind: "value", type: "i", initial: encode(0) },
  array: { kind: "array", type: "d", initial: 3 },
  dict: { kind: "dict" },
  list: { kind: "list" },
  namespace: { kind: "namespace" },
} as const;
const names = [...Object.keys(anyObjects), "other", "none"];

const methods =
  "acquire append clear close count delete extend full get has index insert isSet items join length locked notify notifyAll pop " +
  "poll popItem put qsize recv release remove reset reverse send set setDefault setSlice slice sort taskDone update value wait";

const arg = constantFrom<unknown>(undefined, null, 0, 1, -1, 20, NaN, "x", [], [1], [["x", 1]], { x: 1 }, 2n);
const anyEvent = record({
  kind: nat({ max: 24 }),
  seat: nat({ max: 2 }),
  object: constantFrom(...names),
  method: constantFrom(...methods.split(" ")),
  count: nat({ max: 3 }),
  args: tuple(arg, arg, arg),
  junk: uint8Array({ minLength: 1, maxLength: 6 }),
  back: nat({ max: 4 }),
});

type AnyEvent = typeof anyEvent extends Arbitrary<infer Event> ? Event : never;

/** Callers that say anything: wrong calls, doubled ones, acknowledgements that are late. */
class AnyCallers {
  readonly #machine = createObjectsMachine({
    ...defaultHomeLimits,
    items: 4,
    bytes: 200,
    waitingCalls: 4,
    unacknowledged: 4,
    pipeBytes: 8,
  });
  #now = 0;
  /** How often each seat was taken anew, and its calls and answers since then. */
  readonly #seats = [0, 1, 2].map(() => ({ life: 0, calls: 0, answers: 0 }));
  readonly #open = new Set<string>();

  constructor() {
    for (const [name, settings] of Object.entries(anyObjects)) {
      this.#tell({ type: "object-made", object: objectId(name), settings });
    }
  }

  take({ kind, seat, object, method, count, args, junk, back }: AnyEvent): void {
    const own = this.#seats[seat];
    if (own === undefined) return;
    const caller = `${seat}.${own.life}`;
    if (kind === 0) this.end(seat, back % 2 === 0 ? "lost" : "done");
    else if (kind === 1) this.#now += back * 9;
    else if (kind === 7) this.#tell({ type: "alarm-rang" });
    else if (kind === 2 && back === 0) this.#tell({ type: "object-dropped", object: objectId(object) });
    else if (kind === 3) {
      this.#tell({ type: back % 2 === 0 ? "end-held" : "end-let-go", object: objectId(object), holder: caller });
    } else if (kind === 4) {
      const number = Math.max(1, own.calls - back);
      this.#tell({ type: "call-withdrawn", caller, number });
      this.#open.delete(`${caller} ${number}`);
    } else {
      // Sometimes one that was made already.
      const number = kind === 5 ? own.calls : own.calls + 1;
      if (kind !== 5) this.#open.add(`${caller} ${number}`);
      own.calls = number;
      const packed = kind === 6 ? { ends: Uint32Array.of(junk.length), bytes: junk } : packAll(args.slice(0, count));
      const received = Math.max(0, own.answers - back);
      this.#tell({ type: "called", caller, number, received, object: objectId(object), method, args: packed });
    }
  }

  end(seat: number, how: CallerEnd): void {
    const own = this.#seats[seat];
    if (own === undefined) return;
    const caller = `${seat}.${own.life}`;
    for (const call of this.#open) if (call.startsWith(`${caller} `)) this.#open.delete(call);
    this.#seats[seat] = { life: own.life + 1, calls: 0, answers: 0 };
    this.#tell({ type: "caller-ended", caller, how });
  }

  /** Nothing is left of callers and objects. */
  close(): void {
    for (const seat of this.#seats.keys()) this.end(seat, "lost");
    expect(this.#machine.callers.size).toBe(0);
    expect(this.#machine.alarmAt).toBe(null);
    for (const name of names) this.#tell({ type: "object-dropped", object: objectId(name) });
    expect(this.#machine.book.bytes).toBe(0);
  }

  #tell(event: Unstamped<ObjectsEvent>): void {
    const effects = handle(this.#machine, { ...event, now: this.#now });
    for (const effect of effects) {
      if (effect.type !== "answer") continue;
      expect(this.#open.delete(`${effect.caller} ${effect.number}`)).toBe(true);
      const own = this.#seats[Number(effect.caller.split(".")[0])];
      if (own !== undefined) own.answers += 1;
    }
    const { length } = effects;
    for (const object of this.#machine.objects.values()) object.serve();
    expect(this.#machine.book.effects).toHaveLength(length);
    const { waitingCalls } = this.#machine.book.limits;
    for (const { waiting } of this.#machine.callers.values()) expect(waiting.size).toBeLessThanOrEqual(waitingCalls);
    expect(this.#machine.book.bytes).toBeLessThanOrEqual(this.#machine.book.limits.bytes);
  }
}

test("whatever callers say, each call is answered once at most, none waits that could be served, and no memory is left of them", () => {
  assert(
    property(array(anyEvent, { minLength: 5, maxLength: 120 }), (events) => {
      const callers = new AnyCallers();
      for (const event of events) callers.take(event);
      callers.close();
    }),
    { numRuns: 200 },
  );
});
