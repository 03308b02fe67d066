import { array, assert, constantFrom, nat, property, record, type Arbitrary } from "fast-check";
import { test } from "vitest";
import { ObjectsWorld } from "./testing/objects-world.ts";

/** Numbers that are read against what the caller in the seat knows at that moment, so that most of them mean something. */
interface Step {
  readonly kind: number;
  readonly seat: number;
  readonly how: number;
}

/** Callers hear of answers, time passes, callers end, and the pipe's maker lets go of it. */
const always = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The kinds of calls of a program: of all objects, or of those that it is about. */
const programs: Readonly<Record<string, { readonly kinds: readonly number[]; readonly locks: readonly string[] }>> = {
  all: {
    kinds: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27],
    locks: ["lock", "rlock", "condition", "semaphore", "bounded"],
  },
  queues: { kinds: [11, 12, 13, 14, 15, 16, 17, 18], locks: [] },
  locks: { kinds: [19, 20, 21, 22], locks: ["lock", "rlock"] },
  semaphores: { kinds: [19, 20, 21, 22], locks: ["semaphore", "bounded"] },
  condition: { kinds: [19, 20, 21, 22, 23, 23, 24, 24], locks: ["condition"] },
  others: { kinds: [25, 26, 27, 27], locks: [] },
};

const queues = ["queue", "full"];

function stepOf(kinds: readonly number[]): Arbitrary<Step> {
  return record({ kind: constantFrom(...always, ...kinds), seat: nat({ max: 3 }), how: nat({ max: 15 }) });
}

/** Calls of one caller that wait at a time. */
const mostOpen = 3;

function pick(names: readonly string[], how: number): string {
  return names[how % names.length] ?? "";
}

function timeoutOf(how: number): number | null {
  return how < 6 ? null : how < 8 ? 0 : how * 5;
}

function take(world: ObjectsWorld, { kind, seat, how }: Step, locks: readonly string[]): void {
  const caller = world.caller(seat);
  if (kind <= 6) {
    for (const hearer of kind < 4 ? world.callers : [caller]) hearer.hear();
    return;
  }
  if (kind === 7) world.pass(how * 7, false);
  else if (kind === 8) world.pass(how * 7, true);
  else if (kind === 9) world.end(seat, how % 3 === 0 ? "done" : "lost");
  else if (kind === 10 && how === 0) world.letGoOfPipe();
  if (kind <= 10 || caller.open.size >= mostOpen) return;
  const queue = pick(queues, how);
  const lock = pick(locks, how);
  switch (kind) {
    case 11:
    case 12:
    case 13:
      world.call(seat, queue, "put", timeoutOf(how));
      return;
    case 14:
    case 15:
    case 16:
      world.call(seat, queue, "get", timeoutOf(how));
      return;
    case 17:
      world.callByHolder(queue, "taskDone");
      return;
    case 18:
      world.call(seat, queue, "join");
      return;
    case 19:
    case 20:
      world.call(seat, lock, "acquire", timeoutOf(how));
      return;
    case 21:
    case 22:
      world.callByHolder(lock, "release");
      return;
    case 23:
      world.callByHolder("condition", "wait", timeoutOf(how));
      return;
    case 24:
      world.callByHolder("condition", how % 3 === 0 ? "notifyAll" : "notify");
      return;
    case 25:
      if (how < 9) world.call(seat, "event", "wait", timeoutOf(how * 2));
      else world.call(seat, "event", how < 12 ? "set" : "clear");
      return;
    case 26:
      if (how < 13) world.call(seat, "barrier", "wait", timeoutOf(how));
      else world.call(seat, "barrier", "reset");
      return;
    default:
      world.call(seat, how % 2 === 0 ? "reader" : "writer", how % 2 === 0 ? "recv" : "send");
  }
}

test.each(Object.entries(programs))(
  "calls of honest callers, of which some die, are served in order, at once when they can be, and each once: %s",
  (_name, { kinds, locks }) => {
    assert(
      property(array(stepOf(kinds), { minLength: 10, maxLength: 120 }), (steps) => {
        const world = new ObjectsWorld();
        for (const one of steps) take(world, one, locks);
        world.closeAccounts();
      }),
      { numRuns: 100 },
    );
  },
);
