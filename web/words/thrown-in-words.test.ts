import { expect, test } from "vitest";
import { troubleInData } from "../core/compute-trouble.ts";
import { inData } from "../core/keyed.ts";
import { errorOf } from "../core/values/construct.ts";
import { say } from "./say.ts";
import { thrownInWords } from "./thrown-in-words.ts";

const tooLong = { key: "task-too-long", limitMs: 60_000 } as const;

test("an error of the sandbox is put into words, and one of a task has its own", () => {
  const error = errorOf("TimeLimitExceeded", troubleInData(tooLong), "");
  expect(thrownInWords(error)).toEqual({ name: "TimeLimitExceeded", message: say(tooLong), stack: "" });
  expect(thrownInWords(errorOf("Error", troubleInData(tooLong), "")).message).toBe(troubleInData(tooLong));
});

test("why an input could not be had is put into words, and of another version shown as it is", () => {
  const trouble = { key: "blobs-beyond-budget", needed: 9, kept: 7 } as const;
  expect(thrownInWords(errorOf("BlobError", inData(trouble), "")).message).toBe(say(trouble));
  expect(thrownInWords(errorOf("BlobError", "is away", "")).message).toBe("is away");
});

test("a volunteer whose sandbox failed has told why, and one of another version is quoted", () => {
  const gone = { key: "gone", reason: "sandbox-failed" } as const;
  const frame = { key: "frame-silent", pings: 5 } as const;
  expect(say({ ...gone, detail: troubleInData(frame) })).toBe(`its sandbox failed (${say(frame)})`);
  expect(say({ ...gone, detail: "It died." })).toBe("its sandbox failed (It died.)");
});
