import { inData } from "../keyed.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import type { Blob } from "./blob.ts";
import { BlobReceiver, type ReceiverOrder, type ReceiverSettings } from "./blob-receiver.ts";
import { pieceBytes, pieceLength } from "./pieces.ts";
import { sampleBlob } from "./testing/sample-blobs.ts";

const one = jobId(1);
const two = jobId(2);
const large = sampleBlob(3 * pieceBytes + 5, 1);
const small = sampleBlob(1_000, 2);
const empty = sampleBlob(0);

function receiver(settings: Partial<ReceiverSettings> = {}): BlobReceiver {
  return new BlobReceiver({ budgetBytes: 4 * 1024 * 1024, inputBytes: 1024 * 1024, piecesAhead: 4, ...settings });
}

function inWords(orders: readonly ReceiverOrder[]): string[] {
  return orders.map((order) => {
    if (order.type === "want-piece") return `want ${order.hash.slice(0, 4)} from ${order.from}`;
    if (order.type === "equipped") return `equipped ${order.job}`;
    return order.type === "unequipped" ? `unequipped ${order.job}: ${inData(order.trouble)}` : order.type;
  });
}

function piece(blob: Blob, offset: number): Uint8Array {
  return blob.bytes.slice(offset, offset + pieceLength(offset, blob.name));
}

/** Answers each request at once, with the right bytes unless `spoil` changes them. */
function answerAll(
  machine: BlobReceiver,
  blobs: readonly Blob[],
  first: readonly ReceiverOrder[],
  spoil: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
): ReceiverOrder[] {
  const story: ReceiverOrder[] = [];
  const open = [...first];
  for (let order = open.shift(); order !== undefined; order = open.shift()) {
    story.push(order);
    if (order.type !== "want-piece") continue;
    const { hash, from } = order;
    const blob = blobs.find(({ name }) => name.hash === hash);
    if (blob !== undefined) open.push(...machine.takePiece(hash, from, spoil(piece(blob, from))));
  }
  return story;
}

/** Faster than to compare megabytes number by number. */
function holds(machine: BlobReceiver, { name, bytes }: Blob): boolean {
  return Buffer.from(machine.bytesOf(name)).equals(bytes);
}

function spoiled(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, at) => (at === 7 ? byte + 1 : byte));
}

const isWant = ({ type }: ReceiverOrder): boolean => type === "want-piece";

describe("what a job needs", () => {
  test("is asked for in pieces, a few ahead, and the job is equipped with the last one", () => {
    const machine = receiver({ piecesAhead: 2 });
    const wanted = machine.openJob(one, [large.name]);
    expect(inWords(wanted)).toEqual([
      `want ${large.name.hash.slice(0, 4)} from 0`,
      `want ${large.name.hash.slice(0, 4)} from ${pieceBytes}`,
    ]);
    expect(machine.progress).toEqual({ arrivedBytes: 0, totalBytes: large.name.bytes });
    const story = answerAll(machine, [large], wanted);
    expect(story.filter(isWant)).toHaveLength(4);
    expect(inWords(story).at(-1)).toBe("equipped 1");
    expect(holds(machine, large)).toBe(true);
    expect(machine.progress).toBeNull();
  });

  test("comes in turns, so that a small blob does not wait for a large one", () => {
    const machine = receiver({ piecesAhead: 2 });
    const wanted = [...machine.openJob(one, [large.name]), ...machine.openJob(two, [small.name])];
    const story = inWords(answerAll(machine, [large, small], wanted));
    expect(story.indexOf("equipped 2")).toBeLessThan(story.indexOf("equipped 1"));
  });

  test("is not asked for if it is kept from a job before", () => {
    const machine = receiver();
    answerAll(machine, [large], machine.openJob(one, [large.name]));
    machine.closeJob(one);
    expect(inWords(machine.openJob(two, [large.name]))).toEqual(["equipped 2"]);
  });

  test("may be nothing but an empty blob, for which no piece could come", () => {
    expect(inWords(receiver().openJob(one, [empty.name]))).toEqual(["equipped 1"]);
    const wrong = { hash: small.name.hash, bytes: 0 };
    expect(inWords(receiver().openJob(one, [wrong]))).toEqual([
      expect.stringMatching(/^unequipped 1: blob-differs hash="[0-9a-f]{64}" bytes=\d+$/),
    ]);
  });

  test("is told of once more where the job is opened once more", () => {
    const machine = receiver();
    answerAll(machine, [small], machine.openJob(one, [small.name]));
    expect(inWords(machine.openJob(one, [small.name]))).toEqual(["equipped 1"]);
    const waiting = receiver();
    waiting.openJob(one, [small.name]);
    expect(waiting.openJob(one, [small.name])).toEqual([]);
  });
});

describe("a lost link", () => {
  test("is gone on from where the bytes ended", () => {
    const machine = receiver();
    machine.openJob(one, [large.name]);
    machine.takePiece(large.name.hash, 0, piece(large, 0));
    machine.forgetLink();
    const wanted = machine.openJob(one, [large.name]);
    const offsets = wanted.flatMap((order) => (order.type === "want-piece" ? [order.from] : []));
    expect(offsets).toEqual([1, 2, 3].map((nth) => nth * pieceBytes));
    expect(inWords(answerAll(machine, [large], wanted)).at(-1)).toBe("equipped 1");
  });

  test("leaves a job equipped that was so", () => {
    const machine = receiver();
    answerAll(machine, [small], machine.openJob(one, [small.name]));
    machine.forgetLink();
    expect(machine.isEquipped(one)).toBe(true);
  });
});

describe("a job's close", () => {
  test("has pieces asked for again that another job needs: the coordinator may have dropped the requests with the job", () => {
    const machine = receiver();
    const wanted = machine.openJob(one, [large.name]);
    machine.openJob(two, [large.name]);
    expect(machine.closeJob(one)).toEqual(wanted);
  });

  test("ends what nothing needs any more, and a piece that still comes is kept", () => {
    const machine = receiver();
    machine.openJob(one, [large.name]);
    expect(machine.closeJob(one)).toEqual([]);
    expect(machine.takePiece(large.name.hash, 0, piece(large, 0))).toEqual([]);
    const [first] = machine.openJob(two, [large.name]);
    expect(first).toMatchObject({ type: "want-piece", from: pieceBytes });
  });
});

describe("wrong bytes", () => {
  test("are asked for once more", () => {
    const machine = receiver();
    let spoilt = 0;
    const story = answerAll(machine, [small], machine.openJob(one, [small.name]), (bytes) => {
      spoilt += 1;
      return spoilt === 1 ? spoiled(bytes) : bytes;
    });
    expect(inWords(story).map((line) => line.split(" ")[0])).toEqual(["want", "want", "equipped"]);
  });

  test("that come twice are named, for each job that waits", () => {
    const machine = receiver();
    const wanted = [...machine.openJob(one, [small.name]), ...machine.openJob(two, [small.name])];
    const reason = `blob-differs hash="${small.name.hash}" bytes=1000`;
    expect(inWords(answerAll(machine, [small], wanted, spoiled)).slice(-2)).toEqual([
      `unequipped 1: ${reason}`,
      `unequipped 2: ${reason}`,
    ]);
    expect(machine.usedBytes).toBe(0);
    // Opened once more it is tried anew.
    const again = answerAll(machine, [small], machine.openJob(one, [small.name]));
    expect(inWords(again).at(-1)).toBe("equipped 1");
  });

  test("of a wrong length count as wrong bytes", () => {
    const machine = receiver();
    const wanted = machine.openJob(one, [small.name]);
    const story = answerAll(machine, [small], wanted, (bytes) => bytes.subarray(1));
    expect(inWords(story).at(-1)).toContain("unequipped 1");
  });
});

describe("the budget", () => {
  const budgetBytes = 2 * small.name.bytes;
  const other = sampleBlob(1_000, 3);
  const third = sampleBlob(1_000, 4);

  test("is kept by dropping the blob that was used first", () => {
    const machine = receiver({ budgetBytes });
    for (const [at, blob] of [small, other, small, third].entries()) {
      answerAll(machine, [blob], machine.openJob(jobId(at + 1), [blob.name]));
      machine.closeJob(jobId(at + 1));
    }
    expect(machine.usedBytes).toBe(budgetBytes);
    expect(inWords(machine.openJob(jobId(9), [small.name]))).toEqual(["equipped 9"]);
    expect(machine.openJob(jobId(10), [other.name]).filter(isWant)).toHaveLength(1);
  });

  test("refuses a job whose blobs do not fit beside those of open jobs, and drops none of those", () => {
    const machine = receiver({ budgetBytes });
    for (const [at, blob] of [small, other].entries()) {
      answerAll(machine, [blob], machine.openJob(jobId(at + 1), [blob.name]));
    }
    expect(inWords(machine.openJob(jobId(3), [third.name]))).toEqual([
      "unequipped 3: blobs-beyond-budget needed=3000 kept=2000",
    ]);
    expect(holds(machine, small)).toBe(true);
    expect(holds(machine, other)).toBe(true);
  });

  test("refuses a blob that is known with another size", () => {
    const machine = receiver();
    machine.openJob(one, [small.name]);
    expect(inWords(machine.openJob(two, [{ ...small.name, bytes: 7 }]))).toEqual([
      `unequipped 2: blob-of-two-sizes hash="${small.name.hash}" bytes=7 known=1000`,
    ]);
  });
});

test("a blob that is not here is asked for in vain", () => {
  expect(() => receiver().bytesOf(small.name)).toThrow("is not here");
});

const catalogue = [large, small, empty, sampleBlob(pieceBytes, 5), sampleBlob(2 * pieceBytes + 1, 6)];
const step = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("answer", "answer", "repeat") },
    { weight: 2, arbitrary: fc.constantFrom("open", "open", "close", "lose-link", "spoil", "hostile") },
  ),
  a: fc.nat(20),
  b: fc.nat(20),
});

test("whatever is lost, repeated, wrong or made up: a job is equipped with the right bytes only, within the budget", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const budgetBytes = 5 * pieceBytes;
      const machine = receiver({ budgetBytes });
      const open = new Map<number, readonly Blob[]>();
      /** Requests that are not answered, in their order. */
      let asked: Extract<ReceiverOrder, { type: "want-piece" }>[] = [];
      const answer = (spoil: boolean): void => {
        const request = asked.shift();
        const blob = catalogue.find(({ name }) => name.hash === request?.hash);
        if (request === undefined || blob === undefined) return;
        const bytes = piece(blob, request.from);
        if (spoil) bytes[0] = (bytes[0] ?? 0) + 1;
        obey(machine.takePiece(request.hash, request.from, bytes));
      };
      const obey = (orders: readonly ReceiverOrder[]): void => {
        for (const order of orders) {
          if (order.type === "want-piece") asked.push(order);
          if (order.type === "unequipped") open.delete(order.job);
          if (order.type !== "equipped") continue;
          for (const blob of open.get(order.job) ?? []) expect(holds(machine, blob)).toBe(true);
        }
        expect(machine.usedBytes).toBeLessThanOrEqual(budgetBytes);
      };
      const openAll = (): void => {
        for (const [job, blobs] of open)
          obey(
            machine.openJob(
              jobId(job),
              blobs.map(({ name }) => name),
            ),
          );
      };
      for (const { what, a, b } of steps) {
        const blob = catalogue[a % catalogue.length] ?? small;
        const job = 1 + (b % 3);
        if (what === "answer" || what === "spoil") answer(what === "spoil");
        else if (what === "repeat") obey(machine.takePiece(blob.name.hash, 0, piece(blob, 0)));
        else if (what === "hostile") obey(machine.takePiece(blob.name.hash, a * 1_000, new Uint8Array(b)));
        else if (what === "close") {
          open.delete(job);
          obey(machine.closeJob(jobId(job)));
        } else if (what === "lose-link") {
          asked = [];
          machine.forgetLink();
          openAll();
        } else if (!open.has(job)) {
          const blobs = [blob, catalogue[b % catalogue.length] ?? small];
          open.set(job, blobs);
          obey(
            machine.openJob(
              jobId(job),
              blobs.map(({ name }) => name),
            ),
          );
        }
      }
      // From here on all goes well, and what is open gets what it needs.
      machine.forgetLink();
      asked = [];
      openAll();
      while (asked.length > 0) answer(false);
      for (const job of open.keys()) expect(machine.isEquipped(jobId(job))).toBe(true);
      expect(machine.progress).toBeNull();
    }),
    { numRuns: 60 },
  );
});
