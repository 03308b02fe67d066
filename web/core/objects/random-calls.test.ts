import { array, assert, nat, property, record, type Arbitrary } from "fast-check";
import { test } from "vitest";
import { ObjectsWorld } from "./testing/objects-world.ts";

/** Numbers that are read against what the caller in the seat knows at that moment, so that most of them mean something. */
interface Step {
  readonly kind: number;
  readonly seat: number;
  readonly how: number;
}

const step: Arbitrary<Step> = record({ kind: nat({ max: 27 }), seat: nat({ max: 3 }), how: nat({ max: 15 }) });

const queues = ["queue", "full"];
const locks = ["lock", "rlock", "condition", "semaphore", "bounded"];

/** Calls of one caller that wait at a time. */
const mostOpen = 3;

function pick(names: readonly string[], how: number): string {
  return names[how % names.length] ?? "";
}

function timeoutOf(how: number): number | null {
  return how < 6 ? null : how < 8 ? 0 : how * 5;
}

function take(world: ObjectsWorld, { kind, seat, how }: Step): void {
  const caller = world.caller(seat);
  if (kind <= 6) {
    for (let heard = 0; heard <= how % 3; heard += 1) caller.hear();
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
      if (caller.of(queue) > 0) world.call(seat, queue, "taskDone");
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
      if (caller.of(lock) > 0) world.call(seat, lock, "release");
      return;
    case 23:
      if (caller.of("condition") > 0) world.call(seat, "condition", "wait", timeoutOf(how));
      return;
    case 24:
      if (caller.of("condition") > 0) world.call(seat, "condition", how % 3 === 0 ? "notifyAll" : "notify");
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

test("any calls of honest callers, of which some die, are served in order, at once when they can be, and each once", () => {
  assert(
    property(array(step, { minLength: 10, maxLength: 150 }), (steps) => {
      const world = new ObjectsWorld();
      for (const one of steps) take(world, one);
      world.closeAccounts();
    }),
    { numRuns: 200 },
  );
});
