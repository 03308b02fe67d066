import { describe, expect, test } from "vitest";
import type { Answer } from "../../core/objects/answer.ts";
import type { Packed } from "../../core/values/format.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { ForeignHome, ObjectCall } from "./foreign-home.ts";
import { ObjectHome } from "./home.ts";
import { handleKey } from "./shared-object.ts";

const id = "aaaaaaaaaaaaaaaaaaaa";
const handle = `queue:${id}`;
const gone: Answer = { type: "error", name: "EOFError", message: "the manager is lost" };

/** Another home, which answers as the test says. */
class PlayedHome implements ForeignHome {
  readonly calls: ObjectCall[] = [];
  readonly #answer: () => Answer;

  constructor(answer: () => Answer = () => ({ type: "value", value: packAll([1]).bytes })) {
    this.#answer = answer;
  }

  takeCall(_caller: string, call: ObjectCall, answered: (answer: Answer) => void): void {
    this.calls.push(call);
    answered(this.#answer());
  }

  endCaller(): void {}
}

/** A home that knows an object of the other one. */
function homeBeside(foreign: ForeignHome): ObjectHome {
  const home = new ObjectHome();
  home.adopt({ [handleKey]: handle }, foreign);
  return home;
}

/** What a task's call is answered. */
function answerTo(home: ObjectHome, request: Packed, number = 1, received = 0): unknown[] {
  let answer: unknown[] = [];
  home.takeRequest("task", { number, received }, request, (packed) => {
    answer = Array.from(packed.ends, (_, at) => valueAt(packed, at));
  });
  return answer;
}

function damaged(): Packed {
  const { ends, bytes } = packAll([handle, "put", "an item"]);
  return { ends, bytes: bytes.fill(0xc1, ends[1]) };
}

describe("a call of an object in another home is answered", () => {
  test("with its value", () => {
    expect(answerTo(homeBeside(new PlayedHome()), packAll([handle, "get"]))).toEqual(["value", 1]);
  });

  test("with an error where its arguments are no values", () => {
    const foreign = new PlayedHome();
    const [type, name] = answerTo(homeBeside(foreign), damaged());
    expect([type, name]).toEqual(["error", "TypeError"]);
    expect(foreign.calls).toEqual([]);
  });

  test("with an error where an argument is a handle that names no object", () => {
    const [type, name, message] = answerTo(
      homeBeside(new PlayedHome()),
      packAll([handle, "put", { [handleKey]: "queue:mine" }]),
    );
    expect([type, name]).toEqual(["error", "TypeError"]);
    expect(message).toContain("names no shared object");
  });

  test("with an error where what comes back is no value", () => {
    const foreign = new PlayedHome(() => ({ type: "value", value: Uint8Array.of(0xc1) }));
    const [type] = answerTo(homeBeside(foreign), packAll([handle, "get"]));
    expect(type).toBe("error");
  });

  test("with an error where the other home fails", () => {
    const home = homeBeside({
      takeCall: () => {
        throw new Error("it cannot be sent");
      },
      endCaller: () => {},
    });
    expect(answerTo(home, packAll([handle, "get"]))).toEqual(["error", "RangeError", "it cannot be sent"]);
  });
});

test("an object of another home that was disposed of there is kept no more", () => {
  const home = homeBeside(new PlayedHome());
  expect(answerTo(home, packAll([handle, "dispose"]))).toEqual(["value", 1]);
  expect(home.counts.foreign).toBe(0);
  expect(answerTo(home, packAll([handle, "get"]), 2, 1)[1]).toBe("Gone");
});

describe("a home that is lost", () => {
  test("is told of by calls of its objects, and is kept no more", () => {
    const foreign = new PlayedHome();
    const home = homeBeside(foreign);
    answerTo(home, packAll([handle, "get"]));
    home.forgetHome(foreign, gone);
    expect(answerTo(home, packAll([handle, "get"]), 2, 1)).toEqual(["error", "EOFError", "the manager is lost"]);
    expect(foreign.calls).toHaveLength(1);
    expect(home.counts).toMatchObject({ callers: 1, foreign: 0, lost: 1 });
  });

  test("is found again with its objects", () => {
    const foreign = new PlayedHome();
    const home = homeBeside(foreign);
    home.forgetHome(foreign, gone);
    const again = new PlayedHome(() => ({ type: "value", value: packAll([2]).bytes }));
    home.adopt({ [handleKey]: handle }, again);
    expect(answerTo(home, packAll([handle, "get"]))).toEqual(["value", 2]);
    expect(home.counts).toMatchObject({ callers: 1, foreign: 1, lost: 0 });
  });

  test("leaves no more than ten thousand objects to tell of", () => {
    const home = new ObjectHome();
    for (let nth = 0; nth < 11; nth += 1) {
      const foreign = new PlayedHome();
      const handles = Array.from({ length: 1_000 }, (_, at) => `queue:${String(nth * 1_000 + at).padStart(20, "0")}`);
      home.adopt(
        handles.map((one) => ({ [handleKey]: one })),
        foreign,
      );
      home.forgetHome(foreign, gone);
    }
    expect(home.counts.lost).toBe(10_000);
    const [, oldest] = answerTo(home, packAll([`queue:${"0".repeat(20)}`, "get"]));
    expect(oldest).toBe("Gone");
  });
});
