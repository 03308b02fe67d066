import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { describeCompute } from "./compute.contract.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";

describeCompute("a sandbox", openInPage);

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openInPage(1);
});

afterEach(() => pool.close());

test.each([
  ["an image's data", "new ImageData(1, 1)", "it is an ImageData"],
  ["a canvas", "new OffscreenCanvas(1, 1)", "it is an OffscreenCanvas"],
  ["the global object", "self", "it is a DedicatedWorkerGlobalScope"],
])("%s cannot be a value, and the task says so", async (_, expression, message) => {
  const [answer] = await pool.runProgram(`export default () => ${expression}`, [0]);
  expect(answer).toMatchObject({ ended: outcomes.threw, message: `TypeError: The value cannot be sent: ${message}` });
});

test.each([
  [
    "imports from the network",
    "import x from 'https://esm.sh/lodash';\nexport default () => x",
    /https:\/\/esm\.sh\/lodash cannot be imported: the sandbox has no network/,
  ],
  [
    "imports from the network while it is evaluated",
    "const x = await import('https://esm.sh/lodash');\nexport default () => x",
    /https:\/\/esm\.sh\/lodash cannot be imported: the sandbox has no network/,
  ],
  [
    "imports a package",
    "import x from 'lodash';\nexport default () => x",
    /["“]lodash["”].*the sandbox has no network/,
  ],
  [
    "imports a file",
    "import x from './y.js';\nexport default () => x",
    /["“]\.\/y\.js["”].*the sandbox has no network/,
  ],
])("a program that %s says so for one task, and that there is no network", async (_, source, message) => {
  const answers = await pool.runProgram(source, [0, 1, 2]);
  expect(answers).toEqual([{ ended: outcomes.notLoaded, message: expect.stringMatching(message) }]);
});

test("an import that a task asks for names the address and the reason", async () => {
  const [answer] = await pool.runProgram("export default () => import('https://esm.sh/lodash')", [0]);
  expect(answer).toEqual({
    ended: outcomes.threw,
    message: "TypeError: https://esm.sh/lodash cannot be imported: the sandbox has no network",
  });
});

test("task code finds no way to speak for its slot", async () => {
  const source = `export default () => {
    const forged = { type: "results", results: { run: 1, first: 0 } };
    const found = [];
    MessagePort.prototype.postMessage = function () { found.push("port"); };
    Object.defineProperty(MessageEvent.prototype, "data", { get() { found.push("event"); return null; } });
    Event.prototype.preventDefault = function () { found.push("prevented"); };
    try { postMessage(forged); found.push("postMessage"); } catch {}
    try { self.postMessage(forged); found.push("self.postMessage"); } catch {}
    try { DedicatedWorkerGlobalScope.prototype.postMessage.call(self, forged); found.push("prototype"); } catch {}
    try { close(); found.push("close"); } catch {}
    setTimeout(() => { throw new Error("stray"); });
    Promise.reject(new Error("stray"));
    return new Promise((resolve) => setTimeout(() => resolve(found), 50));
  }`;
  expect(await pool.runProgram(source, [0])).toEqual([{ value: [] }]);
  expect(await pool.runProgram("export default (n) => n * n", [5])).toEqual([{ value: 25 }]);
  expect(pool.events.filter(({ type }) => type === "slot-replaced")).toMatchObject([{ cause: "aborted" }]);
});

test.each([
  ["onerror", "self.onerror = (m) => self.postMessage(m);"],
  ["a listener", "addEventListener('error', () => { throw Error('again'); });"],
  ["a capturing listener", "addEventListener('error', () => { throw Error('again'); }, true);"],
  ["onunhandledrejection", "self.onunhandledrejection = (e) => { throw e.reason; };"],
])("an error handler of the task that throws (%s) ends no slot", async (_, handler) => {
  const source = `${handler}
  export default async (n) => {
    if (n === 0) {
      setTimeout(() => { throw Error("stray"); }, 10);
      Promise.reject(Error("stray"));
      return "armed";
    }
    await new Promise((r) => setTimeout(r, 60));
    return n;
  }`;
  expect(await pool.runProgram(source, [0, 1, 2])).toEqual([{ value: "armed" }, { value: 1 }, { value: 2 }]);
  expect(pool.events.filter(({ type }) => type === "slot-replaced")).toEqual([]);
});
