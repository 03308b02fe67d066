import { afterEach, expect, test } from "vitest";
import { createCompute } from "../../compute/create-compute.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { packAll } from "../../core/values/packed.ts";
import { TrialBench } from "./trial-bench.ts";

const bench = { current: new TrialBench() };

afterEach(() => {
  bench.current.close();
  bench.current = new TrialBench();
});

function run(source: string, input: unknown = 1, timeLimitMs = 20_000): ReturnType<TrialBench["runTrial"]> {
  return bench.current.runTrial({ source, input, timeLimitMs });
}

async function failureOf(source: string, timeLimitMs?: number): Promise<string> {
  const { end } = await run(source, 1, timeLimitMs);
  if (end.type !== "failed") throw new Error(`ended with ${JSON.stringify(end)}`);
  const { name, message, stack } = describeThrown(end.thrown);
  return `${name}: ${message} ${/task\.js:\d+:\d+/.exec(stack)?.[0] ?? ""}`.trim();
}

test("a trial gives value, runtime and the lines of its console, and the next one knows nothing of it", async () => {
  const source =
    "globalThis.seen = (globalThis.seen ?? 0) + 1;\n" +
    'export default (n, task) => { console.warn("at", n); return [n + 1, seen, task.index, task.attempt]; };';
  const first = await run(source, 41);
  expect(first.end).toMatchObject({ type: "value", value: [42, 1, 0, 1] });
  expect(first.lines).toEqual([{ level: "warn", text: "at 41", dropped: 0 }]);
  expect((await run(source, 1)).end).toMatchObject({ value: [2, 1, 0, 1] });
});

test("trials that are asked for at once run one after the other", async () => {
  const source = "export default (n) => 2 * n";
  const reports = await Promise.all([1, 2, 3].map((input) => run(source, input)));
  expect(reports.map(({ end }) => end)).toMatchObject([{ value: 2 }, { value: 4 }, { value: 6 }]);
});

test("an error names its place in the program, and so does one of syntax", async () => {
  expect(await failureOf("export default (n) => {\n  return n.a.b;\n}")).toMatch(/^TypeError: .* task\.js:2:14$/);
  expect(await failureOf("export default (n) => {\n  return n + ;\n}")).toMatch(/^SyntaxError: .* task\.js:2:14$/);
});

test("an endless loop is ended, in the function and while the program is loaded, and the next trial runs", async () => {
  expect(await failureOf("export default () => { for (;;); }", 300)).toBe(
    "TimeLimitExceeded: task-too-long limitMs=300",
  );
  expect(await failureOf("for (;;);\nexport default () => 1", 300)).toBe(
    "ProgramNotLoaded: loading-too-long limitMs=300",
  );
  expect((await run("export default () => 1")).end).toMatchObject({ value: 1 });
});

test("a call of a shared object is answered: there are none where a program is tried", async () => {
  expect(await failureOf('export default (n, task) => task.call("q", "get", [])')).toBe(
    "NoObjects: There are no shared objects here.",
  );
});

test("a result that cannot travel names its path", async () => {
  expect(await failureOf("export default () => ({ a: [1, () => 2] })")).toBe(
    "TypeError: The value cannot be sent: .a[1] is a function",
  );
});

test("an input that cannot travel is told, and the next trial runs", async () => {
  const [failed, next] = await Promise.all([
    run("export default (f) => f", { f: () => 1 }),
    run("export default () => 1"),
  ]);
  expect(failed.end).toMatchObject({
    type: "unsent",
    thrown: { message: expect.stringContaining(".f is a function") },
  });
  expect(next.end).toMatchObject({ type: "value", value: 1 });
});

test("a bench that cannot open a sandbox says why, and tries again at the next trial", async () => {
  let opened = 0;
  bench.current = new TrialBench(() => {
    opened += 1;
    if (opened === 1) throw new Error("no frame");
    return createCompute({ container: document.body });
  });
  expect((await run("export default () => 1")).end).toEqual({
    type: "unavailable",
    seen: { key: "thrown", message: "no frame" },
  });
  expect((await run("export default () => 1")).end).toMatchObject({ value: 1 });
});

test("a program finds its shared value and its files, in each trial", async () => {
  const trial = {
    source: "export default (n, { shared, file }) => [shared.get(n), ...file('b.bin')]",
    input: "a",
    timeLimitMs: 20_000,
    shared: packAll([new Map([["a", 7]])]).bytes,
    files: new Map([["b.bin", Uint8Array.of(1, 2)]]),
  };
  expect((await bench.current.runTrial(trial)).end).toMatchObject({ value: [7, 1, 2] });
  expect((await bench.current.runTrial(trial)).end).toMatchObject({ value: [7, 1, 2] });
});

test("a trial that is called off ends at once, and the next one runs", async () => {
  const begun = new Promise<void>((resolve) => {
    bench.current = new TrialBench(() => {
      const compute = createCompute({ container: document.body });
      const listen = compute.listen.bind(compute);
      compute.listen = (listener) =>
        listen((event) => {
          if (event.type === "task-started") resolve();
          listener(event);
        });
      return compute;
    });
  });
  const closing = new AbortController();
  const { signal } = closing;
  const endless = { source: "export default () => { for (;;); }", input: 1, timeLimitMs: 600_000, signal };
  const ends = [bench.current.runTrial(endless), bench.current.runTrial(endless)];
  const next = run("export default () => 1");
  await begun;
  closing.abort();
  for (const { end } of await Promise.all(ends)) expect(end).toMatchObject({ type: "unavailable" });
  expect((await next).end).toMatchObject({ value: 1 });
});

test("a bench that is closed opens no sandbox for the trials that wait", async () => {
  let opened = 0;
  bench.current = new TrialBench(() => {
    opened += 1;
    return createCompute({ container: document.body });
  });
  const waiting = [run("export default () => new Promise(() => {})"), run("export default () => 1")];
  await expect.poll(() => opened).toBe(1);
  bench.current.close();
  for (const { end } of await Promise.all(waiting)) expect(end).toMatchObject({ type: "unavailable" });
  expect(opened).toBe(1);
});

test("a bench that is closed ends what runs", async () => {
  const running = run("export default () => new Promise(() => {})");
  bench.current.close();
  expect((await running).end).toMatchObject({ type: "unavailable" });
});
