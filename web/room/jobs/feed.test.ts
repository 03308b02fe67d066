import { describe, expect, test } from "vitest";
import type { InputChunk } from "../../core/job/appended-inputs.ts";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { valueAt } from "../../core/values/packed.ts";
import { Feed, type FeedTarget } from "./feed.ts";
import { SourceWatch } from "./source-watch.ts";

/** A feed, and what came of it: values, and words for its end. */
function opened(isEager = false) {
  const clock = new ManualClock();
  const silences: number[] = [];
  const watch = new SourceWatch(clock, (ms) => silences.push(ms));
  const came: unknown[] = [];
  const chunks: number[] = [];
  const added: InputChunk[] = [];
  let answer: (() => void) | null = null;
  const target: FeedTarget = {
    addInputs: ({ inputs, skipped }: InputChunk) => {
      added.push({ inputs, skipped });
      chunks.push(inputs.ends.length);
      for (let at = 0; at < inputs.ends.length; at += 1) came.push(valueAt(inputs, at));
      answer?.();
    },
    seal: () => came.push("sealed"),
    fail: (task, reason) => came.push(`failed at ${task}: ${reason}`),
  };
  const feed = new Feed({ clock, watch, target }, { read: 0, isEager });
  const add = (stream: InputStream): void => {
    feed.addStream(stream);
    feed.seal();
  };
  const answerWith = (act: () => void): void => {
    answer = act;
  };
  return { clock, watch, silences, came, chunks, added, feed, add, answerWith };
}

/** All that waits in promises has its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

async function* quick(): AsyncGenerator<number> {
  for (let at = 0; at < 20; at += 1) yield at;
}

function* broken(): Generator<number> {
  yield 1;
  throw new Error("the disk is gone");
}

describe("a feed", () => {
  test("reads no further while 8 MiB of what it has read are not on record, asked or not", () => {
    const megabyte = new Uint8Array(1_024 * 1_024);
    for (const isEager of [true, false]) {
      const { feed, added, clock } = opened(isEager);
      feed.addStream(Array.from({ length: 20 }, () => megabyte));
      const readAll = (): number => {
        for (let turn = 0; turn < 40; turn += 1) {
          feed.askInputs(1);
          clock.ringNext();
        }
        return added.length;
      };
      expect(readAll()).toBe(8);
      feed.noteKept(added[0]?.inputs.bytes.length ?? 0);
      expect(readAll()).toBe(9);
      for (const { inputs } of added.slice(1, 8)) feed.noteKept(inputs.bytes.length);
      expect(readAll()).toBe(16);
    }
  });

  test("reads nothing before it is asked, and no more than it is asked for", () => {
    let read = 0;
    function* numbers(): Generator<number> {
      for (;;) {
        read += 1;
        yield read;
      }
    }
    const { add, feed, came } = opened();
    add(numbers());
    expect(read).toBe(0);
    feed.askInputs(3);
    expect([read, came]).toEqual([3, [1, 2, 3]]);
    feed.askInputs(2);
    expect([read, came]).toEqual([5, [1, 2, 3, 4, 5]]);
  });

  test("that is eager reads all at once, whatever it is asked for", () => {
    const { feed, came, chunks } = opened(true);
    feed.addStream([1, 2, 3]);
    expect([came, chunks]).toEqual([[1, 2, 3], [3]]);
    feed.askInputs(1);
    feed.addStream([4, 5]);
    feed.addStream([6]);
    expect(chunks).toEqual([3, 2, 1]);
    feed.seal();
    expect(came).toEqual([1, 2, 3, 4, 5, 6, "sealed"]);
  });

  test("hands skipped rows over with the inputs that are asked for, and does not count them", () => {
    const skippedRow = new SkippedInput("line 1", "is odd", "?");
    const { add, feed, added } = opened();
    add([skippedRow, skippedRow, 3, skippedRow, 5]);
    feed.askInputs(1);
    feed.askInputs(4);
    expect(added.map(({ inputs, skipped }) => [inputs.ends.length, Array.from(skipped)])).toEqual([
      [3, [0, 1]],
      [2, [0]],
    ]);
  });

  test("says that there is no more, with the last inputs", () => {
    const { add, feed, came } = opened();
    add([1, 2]);
    feed.askInputs(10);
    expect(came).toEqual([1, 2, "sealed"]);
  });

  test("of nothing is at its end at once", () => {
    const { add, came } = opened();
    add([]);
    expect(came).toEqual([]);
    const other = opened();
    other.feed.seal();
    expect(other.came).toEqual(["sealed"]);
  });

  test("reads several streams one after the other, and waits for a further one until it is sealed", () => {
    const { feed, came } = opened();
    feed.addStream([1]);
    feed.addStream(new Set([2]));
    feed.askInputs(5);
    expect(came).toEqual([1, 2]);
    feed.addStream([3]);
    feed.askInputs(1);
    expect(came).toEqual([1, 2, 3]);
    feed.seal();
    feed.askInputs(1);
    expect(came).toEqual([1, 2, 3, "sealed"]);
  });

  test("lets the page have its turn when a stream takes long to read", () => {
    const { add, clock, feed, came } = opened();
    function* slow(): Generator<number> {
      for (let at = 0; at < 100; at += 1) {
        clock.work(1);
        yield at;
      }
    }
    add(slow());
    feed.askInputs(100);
    expect(came).toHaveLength(16);
    feed.askInputs(100);
    expect(came).toHaveLength(16);
    clock.ringNext();
    expect(came).toHaveLength(32);
  });

  test("counts what is still to be read of streams of a known length", () => {
    const { clock, feed, came } = opened(true);
    function* slow(): Generator<number> {
      for (let at = 0; at < 100; at += 1) {
        clock.work(1);
        yield at;
      }
    }
    feed.addStream(slow(), 100);
    feed.addStream([1, 2], 2);
    expect([came.length, feed.due]).toEqual([16, 102]);
    while (clock.ringNext());
    expect([came.length, feed.due]).toEqual([102, 102]);
  });

  test("hands over what is there when the next input of a stream takes its time", async () => {
    const { add, clock, feed, came } = opened();
    const answers: ((value: number) => void)[] = [];
    async function* slow(): AsyncGenerator<number> {
      yield 1;
      yield await new Promise<number>((resolve) => answers.push(resolve));
    }
    add(slow());
    feed.askInputs(10);
    await settle();
    expect(came).toEqual([]);
    while (came.length === 0 && clock.ringNext());
    expect(came).toEqual([1]);
    feed.askInputs(10);
    for (const answer of answers) answer(2);
    await settle();
    expect(came).toEqual([1, 2, "sealed"]);
  });

  test("gathers what a quick asynchronous stream brings", async () => {
    const { add, feed, chunks } = opened();
    add(quick());
    feed.askInputs(20);
    await settle();
    await settle();
    expect(chunks).toEqual([20]);
  });

  test("names the input at which a stream throws, and keeps those before it", async () => {
    const sync = opened();
    sync.add(broken());
    sync.feed.askInputs(5);
    expect(sync.came).toEqual([1, "failed at 1: the disk is gone"]);
    const late = opened();
    async function* alsoBroken(): AsyncGenerator<number> {
      yield* broken();
    }
    late.add(alsoBroken());
    late.feed.askInputs(5);
    await settle();
    expect(late.came).toEqual([1, "failed at 1: the disk is gone"]);
  });

  test("reads no more of a stream that has thrown, though the inputs before it bring a request", () => {
    const { add, feed, came, answerWith } = opened();
    answerWith(() => feed.askInputs(5));
    add(broken());
    feed.askInputs(5);
    expect(came).toEqual([1, "failed at 1: the disk is gone"]);
  });

  test("names an input that cannot travel, and closes the stream", () => {
    let isClosed = false;
    function* odd(): Generator {
      try {
        yield 1;
        yield Symbol("s");
        yield 3;
      } finally {
        isClosed = true;
      }
    }
    const { add, feed, came } = opened();
    add(odd());
    feed.askInputs(5);
    expect(came).toEqual([1, expect.stringContaining("failed at 1: The value cannot be sent")]);
    expect(isClosed).toBe(true);
    feed.askInputs(5);
    expect(came).toHaveLength(2);
  });

  test("that is closed says nothing more, has no timer, and tells its stream", async () => {
    let isClosed = false;
    const stream: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: async () => {
          isClosed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const { add, clock, watch, feed, came } = opened();
    add(stream);
    feed.askInputs(5);
    feed.close();
    watch.stopWatching();
    await settle();
    expect([came, isClosed, clock.pending]).toEqual([[], true, 0]);
  });

  test("whose stream never answers is told of once", () => {
    const { add, clock, silences, feed } = opened();
    add({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) });
    feed.askInputs(5);
    for (let ring = 0; ring < 5; ring += 1) clock.ringNext();
    expect(silences).toEqual([10_000]);
  });

  test("lets the page have its turn among large inputs, too, of which a few are handed over at a time", () => {
    const { clock, feed, came } = opened(true);
    function* large(): Generator<Uint8Array> {
      for (let at = 0; at < 100; at += 1) {
        clock.work(1);
        yield new Uint8Array(20_000);
      }
    }
    feed.addStream(large());
    expect(came.length).toBeLessThan(20);
    while (clock.ringNext());
    expect(came).toHaveLength(100);
  });

  test("goes on after a pause of its stream, however long it was", async () => {
    const { add, clock, feed, came } = opened();
    const resumes: (() => void)[] = [];
    async function* inBursts(): AsyncGenerator<number> {
      for (let at = 0; at < 40; at += 1) {
        // The next input is the last before a look at the clock.
        if (at === 15) await new Promise<void>((resolve) => resumes.push(resolve));
        yield at;
      }
    }
    add(inBursts());
    feed.askInputs(40);
    await settle();
    clock.ringNext();
    clock.work(10);
    for (const resume of resumes) resume();
    for (let turn = 0; turn < 10; turn += 1) {
      await settle();
      clock.ringNext();
      feed.askInputs(40);
    }
    expect(came).toEqual([...Array.from({ length: 40 }, (_, at) => at), "sealed"]);
  });

  test("asks a stream for one input at a time, though what it hands over brings a request at once", async () => {
    const { feed, came, answerWith } = opened();
    let open = 0;
    let mostOpen = 0;
    const inTurn = (...inputs: readonly number[]): AsyncIterable<number> => ({
      [Symbol.asyncIterator]: () => {
        let at = 0;
        return {
          next: async () => {
            open += 1;
            mostOpen = Math.max(mostOpen, open);
            await Promise.resolve();
            open -= 1;
            at += 1;
            return at > inputs.length ? { done: true, value: undefined } : { done: false, value: inputs[at - 1] ?? 0 };
          },
        };
      },
    });
    answerWith(() => feed.askInputs(4));
    for (const stream of [inTurn(), [1, 2, 3, 4, 5], inTurn(6), inTurn(7, 8)]) feed.addStream(stream);
    feed.seal();
    feed.askInputs(4);
    await settle();
    await settle();
    expect([came, mostOpen]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, "sealed"], 1]);
  });

  test.each([
    ["a synchronous iterator", { [Symbol.iterator]: () => ({ next: () => 7 }) }],
    ["an asynchronous iterator", { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(7) }) }],
  ])("names %s that gives no results", async (_, stream) => {
    const { feed, came } = opened();
    feed.addStream(Object(stream));
    feed.askInputs(4);
    await settle();
    expect(came).toEqual(["failed at 0: its iterator gave 7 instead of { value, done }"]);
  });

  test("that is closed tells streams that were never read, too", async () => {
    const { feed } = opened();
    const closed: string[] = [];
    const stream = (name: string): AsyncIterable<number> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          closed.push(name);
          return Promise.reject(new Error("it is gone"));
        },
      }),
    });
    feed.addStream(stream("first"));
    feed.addStream(stream("second"));
    feed.askInputs(1);
    feed.close();
    await settle();
    expect(closed).toEqual(["first", "second"]);
  });
});
