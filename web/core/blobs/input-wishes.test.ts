import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { BlobReceiver, type InputWish, type ReceiverOrder, type ReceiverSettings } from "./blob-receiver.ts";
import type { Blob } from "./blob.ts";
import { pieceBytes, pieceLength } from "./pieces.ts";
import { sampleBlob } from "./testing/sample-blobs.ts";

const a = sampleBlob(pieceBytes + 1, 1);
const b = sampleBlob(2 * pieceBytes, 2);
const c = sampleBlob(pieceBytes + 7, 3);
const catalogue = [a, b, c];

function receiver(settings: Partial<ReceiverSettings> = {}): BlobReceiver {
  return new BlobReceiver({ budgetBytes: 4 * pieceBytes, inputBytes: 4 * pieceBytes, piecesAhead: 4, ...settings });
}

const wish = ({ name }: Blob): InputWish => ({ name });

function letter(hash: string): string {
  return "abc".charAt(catalogue.findIndex(({ name }) => name.hash === hash));
}

function inWords(orders: readonly ReceiverOrder[]): readonly string[] {
  return orders.map((order) => {
    switch (order.type) {
      case "want-piece":
        return `want ${letter(order.hash)} ${order.from / pieceBytes}`;
      case "input-failed":
        return `failed ${letter(order.wish.name.hash)}: ${order.trouble.key}`;
      case "equipped":
      case "unequipped":
        return `${order.type} ${order.job}`;
    }
  });
}

function give(machine: BlobReceiver, { name, bytes }: Blob, nth: number, isSpoilt = false): readonly string[] {
  const offset = nth * pieceBytes;
  const piece = bytes.slice(offset, offset + pieceLength(offset, name));
  if (isSpoilt) piece[0] = (piece[0] ?? 0) ^ 1;
  return inWords(machine.takePiece(name.hash, offset, piece));
}

/** Faster than to compare them number by number. */
function holds(machine: BlobReceiver, { name, bytes }: Blob): boolean {
  return Buffer.from(machine.bytesOf(name)).equals(bytes);
}

describe("an input", () => {
  test("is asked for piece by piece, and is there when all of it has come and is right", () => {
    const machine = receiver();
    expect(inWords(machine.wishInputs([wish(a)]))).toEqual(["want a 0", "want a 1"]);
    give(machine, a, 0);
    expect(machine.hasInput(a.name)).toBe(false);
    give(machine, a, 1);
    expect(machine.hasInput(a.name)).toBe(true);
    expect(holds(machine, a)).toBe(true);
  });

  test("is asked for once, however many tasks have it, one after the other or at once", () => {
    const machine = receiver();
    const [first, second] = [wish(a), wish(a)];
    machine.wishInputs([first, second]);
    give(machine, a, 0);
    give(machine, a, 1);
    machine.dropWishes([first, second]);
    expect(machine.wishInputs([wish(a)])).toEqual([]);
    expect(machine.hasInput(a.name)).toBe(true);
  });

  test("that came wrong is asked for once more, and then all tasks that wait for it are told", () => {
    const machine = receiver();
    machine.wishInputs([wish(a), wish(a)]);
    give(machine, a, 0, true);
    expect(give(machine, a, 1)).toEqual(["want a 0", "want a 1"]);
    give(machine, a, 0);
    expect(give(machine, a, 1, true)).toEqual(["failed a: blob-differs", "failed a: blob-differs"]);
    expect(machine.hasInput(a.name)).toBe(false);
    expect(inWords(machine.wishInputs([wish(a)]))).toEqual(["want a 0", "want a 1"]);
  });

  test("is gone on with over another link, from where its bytes end", () => {
    const machine = receiver();
    machine.wishInputs([wish(b)]);
    give(machine, b, 0);
    machine.forgetLink();
    expect(machine.progress).toBeNull();
    expect(inWords(machine.wishInputs([wish(b)]))).toEqual(["want b 1"]);
  });

  test("whose last task was given back is asked for anew when another task has it", () => {
    const machine = receiver();
    const first = wish(b);
    machine.wishInputs([first]);
    machine.dropWishes([first]);
    expect(inWords(machine.wishInputs([wish(b)]))).toEqual(["want b 0", "want b 1"]);
  });

  test("beyond what a volunteer keeps fails its task alone", () => {
    const machine = receiver({ inputBytes: pieceBytes + 3 });
    const orders = inWords(machine.wishInputs([wish(b), wish(a)]));
    expect(orders).toEqual(["failed b: blobs-beyond-budget", "want a 0", "want a 1"]);
  });

  test("of another size than it is known with fails its task", () => {
    const machine = receiver();
    machine.wishInputs([wish(a)]);
    const orders = machine.wishInputs([{ name: { ...a.name, bytes: 9 } }]);
    expect(inWords(orders)).toEqual(["failed a: blob-of-two-sizes"]);
  });
});

describe("room", () => {
  test("is counted by the sizes of what is kept, whatever sizes later tasks claim", () => {
    const machine = receiver();
    const earlier = [wish(b), wish(a)];
    machine.wishInputs(earlier);
    for (const blob of [b, a]) for (const nth of [0, 1]) give(machine, blob, nth);
    machine.dropWishes(earlier);
    const largest = sampleBlob(4 * pieceBytes, 4);
    machine.wishInputs([wish(largest), wish(b), { name: { ...a.name, bytes: 4 * pieceBytes } }]);
    expect(machine.usedInputBytes).toBeLessThanOrEqual(4 * pieceBytes);
    expect([machine.hasInput(b.name), machine.hasInput(a.name)]).toEqual([false, false]);
  });

  test("is given to waiting tasks in their order: the next input comes when an earlier task has begun", () => {
    const machine = receiver({ inputBytes: 2 * pieceBytes });
    const [first, second, third] = [wish(b), wish(a), wish(c)];
    expect(inWords(machine.wishInputs([first, second, third]))).toEqual(["want b 0", "want b 1"]);
    give(machine, b, 0);
    give(machine, b, 1);
    expect(inWords(machine.dropWishes([first]))).toEqual(["want a 0", "want a 1"]);
    expect(machine.usedInputBytes).toBeLessThanOrEqual(2 * pieceBytes);
    expect(machine.hasInput(b.name)).toBe(false);
  });

  test("is not taken from what may be needed again where that would not be enough", () => {
    const machine = receiver({ inputBytes: b.name.bytes + c.name.bytes });
    const [kept, waiting] = [wish(c), wish(b)];
    machine.wishInputs([kept]);
    give(machine, c, 0);
    give(machine, c, 1);
    machine.dropWishes([kept]);
    machine.wishInputs([waiting]);
    expect(machine.wishInputs([wish(sampleBlob(2 * pieceBytes, 9))])).toEqual([]);
    expect(machine.hasInput(c.name)).toBe(true);
  });

  test("is made for the first waiting task, whose batch goes no further without its input, where inputs of later ones are in the way", () => {
    const machine = receiver({ inputBytes: a.name.bytes + b.name.bytes });
    const before = [wish(a), wish(b)];
    machine.wishInputs(before);
    for (const each of [a, b]) for (const nth of [0, 1]) give(machine, each, nth);
    machine.dropWishes(before);
    const [first, second, third] = [wish(c), wish(a), wish(b)];
    expect(inWords(machine.wishInputs([first, second, third]))).toEqual(["want c 0", "want c 1"]);
    expect([machine.hasInput(a.name), machine.hasInput(b.name)]).toEqual([true, false]);
    for (const nth of [0, 1]) give(machine, c, nth);
    machine.dropWishes([first]);
    expect(inWords(machine.dropWishes([second]))).toEqual([]);
    for (const nth of [0, 1]) give(machine, b, nth);
    expect(machine.hasInput(b.name)).toBe(true);
  });

  test("of jobs' blobs is not touched by inputs, nor theirs by those", () => {
    const machine = receiver({ budgetBytes: b.name.bytes, inputBytes: a.name.bytes });
    machine.openJob(jobId(1), [b.name]);
    give(machine, b, 0);
    give(machine, b, 1);
    machine.closeJob(jobId(1));
    machine.wishInputs([wish(a)]);
    give(machine, a, 0);
    give(machine, a, 1);
    expect([machine.hasInput(a.name), machine.hasInput(b.name)]).toEqual([true, true]);
    expect([machine.usedBytes, machine.usedInputBytes]).toEqual([b.name.bytes, a.name.bytes]);
  });

  test("is not taken twice for what is a job's blob and an input", () => {
    const machine = receiver();
    machine.wishInputs([wish(a)]);
    expect(machine.openJob(jobId(1), [a.name])).toEqual([]);
    expect([machine.usedBytes, machine.usedInputBytes]).toEqual([a.name.bytes, 0]);
    give(machine, a, 0);
    expect(give(machine, a, 1)).toEqual(["equipped 1"]);
    expect(machine.hasInput(a.name)).toBe(true);
  });
});

const step = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("answer" as const) },
    { weight: 3, arbitrary: fc.constantFrom("wish" as const, "begin" as const) },
    { weight: 1, arbitrary: fc.constantFrom("give-back" as const, "lose-link" as const, "spoil" as const) },
  ),
  which: fc.nat(20),
});

test("whatever is lost, spoilt and given back: inputs are right, within their room, and each waiting task gets one or a reason", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const inputBytes = 3 * pieceBytes;
      const machine = receiver({ inputBytes });
      const waiting = new Set<InputWish>();
      let asked: Extract<ReceiverOrder, { type: "want-piece" }>[] = [];
      const obey = (orders: readonly ReceiverOrder[]): void => {
        for (const order of orders) {
          if (order.type === "want-piece") asked.push(order);
          if (order.type === "input-failed") expect(waiting.delete(order.wish)).toBe(true);
        }
        expect(machine.usedInputBytes).toBeLessThanOrEqual(inputBytes);
      };
      const answer = (isSpoilt: boolean): void => {
        const request = asked.shift();
        const blob = catalogue.find(({ name }) => name.hash === request?.hash);
        if (request === undefined || blob === undefined) return;
        const piece = blob.bytes.slice(request.from, request.from + pieceLength(request.from, blob.name));
        if (isSpoilt) piece[0] = (piece[0] ?? 0) ^ 1;
        obey(machine.takePiece(request.hash, request.from, piece));
      };
      const begin = (which: number): void => {
        const ready = [...waiting].filter(({ name }) => machine.hasInput(name));
        const next = ready[which % Math.max(1, ready.length)];
        if (next === undefined) return;
        const blob = catalogue.find(({ name }) => name.hash === next.name.hash);
        expect(blob !== undefined && holds(machine, blob)).toBe(true);
        waiting.delete(next);
        obey(machine.dropWishes([next]));
      };
      for (const { what, which } of steps) {
        const next = wish(catalogue[which % catalogue.length] ?? a);
        const [first] = waiting;
        if (what === "answer" || what === "spoil") answer(what === "spoil");
        else if (what === "begin") begin(which);
        else if (what === "wish") {
          waiting.add(next);
          obey(machine.wishInputs([next]));
        } else if (what === "lose-link") {
          asked = [];
          waiting.clear();
          machine.forgetLink();
        } else if (first !== undefined) {
          waiting.delete(first);
          obey(machine.dropWishes([first]));
        }
      }
      for (let left = 1_000; waiting.size > 0 && left > 0; left -= 1) {
        answer(false);
        begin(0);
      }
      expect(waiting.size).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("pieces of a job's blobs are asked for beside those of inputs that do not come", () => {
  const waiting = sampleBlob(4 * pieceBytes, 20);
  const needed = sampleBlob(pieceBytes, 21);
  const machine = receiver();
  expect(machine.wishInputs([wish(waiting)])).toHaveLength(4);
  expect(machine.openJob(jobId(1), [needed.name])).toEqual([{ type: "want-piece", hash: needed.name.hash, from: 0 }]);
});
