import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openInPage(1);
});

afterEach(() => pool.close());

function deaths(): readonly unknown[] {
  return pool.events.filter((event) => event.type === "slot-replaced" && event.cause !== "aborted");
}

test("a task has no this, by which it would reach what the slot keeps of its program", async () => {
  const source = `export default function () {
    if (this !== undefined) this.run = () => "taken over";
    return typeof this;
  }`;
  expect(await pool.runProgram(source, [0, 1])).toEqual([{ value: "undefined" }, { value: "undefined" }]);
});

/** Each is left behind by a task, and fails while the next one runs. */
const leftovers = `
  setTimeout(() => { throw Error("timer"); }, 5);
  let left = 5;
  const every = setInterval(() => { if ((left -= 1) === 0) clearInterval(every); throw Error("interval"); }, 5);
  Promise.reject(Error("rejected"));
  const late = Promise.reject(Error("handled later"));
  setTimeout(() => late.catch(() => { throw Error("in the handler"); }), 5);
  queueMicrotask(() => { throw Error("microtask"); });
  setTimeout(() => { throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }); }, 5);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { throw Error("port"); };
  port2.postMessage(1);
  dispatchEvent(new ErrorEvent("error", { message: "forged", cancelable: false }));`;

test.each([
  ["none", ""],
  ["onerror", "self.onerror = () => { throw Error('own handler'); };"],
  ["a listener", "addEventListener('error', () => { throw Error('own handler'); });"],
  ["a capturing listener", "addEventListener('error', () => { throw Error('own handler'); }, true);"],
  ["onunhandledrejection", "self.onunhandledrejection = () => { throw Error('own handler'); };"],
  ["a listener of rejections", "addEventListener('unhandledrejection', () => { throw Error('own handler'); }, true);"],
  ["a listener of handled ones", "addEventListener('rejectionhandled', () => { throw Error('own handler'); });"],
  [
    "a handler that cannot be read",
    "Object.defineProperty(self, 'onerror', { get() { throw Error('own handler'); } });",
  ],
  [
    "methods of events that do nothing",
    "Event.prototype.stopImmediatePropagation = Event.prototype.preventDefault = () => {};",
  ],
  [
    "functions by which listeners are called",
    "Reflect.apply = Function.prototype.call = Function.prototype.apply = () => { throw Error('own'); };",
  ],
])("errors that a task leaves behind, with %s as handler, end no slot and fail no later task", async (_, handler) => {
  const source = `export default async (n) => {
    if (n === 0) { ${handler} ${leftovers} return "armed"; }
    await new Promise((done) => setTimeout(done, 40));
    return n;
  }`;
  expect(await pool.runProgram(source, [0, 1, 2])).toEqual([{ value: "armed" }, { value: 1 }, { value: 2 }]);
  expect(deaths()).toEqual([]);
});

const timeLimitMs = 1_000;

test.each([
  ["short lines", "console.log(i)"],
  ["large values", "console.log(large)"],
  ["refusals of the sandbox", "try { eval('1'); } catch {}"],
])(
  "a flood of %s without end ends at its own task's limit, and leaves frame and other tasks alone",
  async (_, flood) => {
    const source = `const large = Array.from({ length: 100_000 }, (_, i) => ({ i, text: "x".repeat(50) }));
  export default (n) => {
    if (n !== 1) return n;
    for (let i = 0; ; i += 1) ${flood}
  }`;
    const answers = await pool.runProgram(source, [0, 1, 2], timeLimitMs);
    expect(answers).toMatchObject([{ value: 0 }, { ended: outcomes.timedOut }, { value: 2 }]);
    expect(deaths()).not.toContainEqual(expect.objectContaining({ trouble: { key: "frame-silent", pings: 5 } }));
  },
);
