import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { builtScript } from "../testing/built-script.ts";
import { NotedTasks } from "./testing/noted-tasks.ts";
import { RunningCommand, until } from "./testing/running-command.ts";

// Several processes one after the other.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let script = "";
let folder = "";
let tasks: NotedTasks;

beforeAll(async () => {
  script = await builtScript("node/cli/main.ts");
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tabpool-map-"));
  tasks = new NotedTasks(folder);
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

/** Runs `map`, without others that join, on a function's file with this text. */
function map(source: string, ...options: readonly string[]): RunningCommand {
  writeFileSync(join(folder, "function.js"), source);
  const command = new RunningCommand(script, ["map", "function.js", "--alone", "--processes", "2", ...options], folder);
  onTestFinished(() => command.signal("SIGKILL"));
  return command;
}

const square = "export default (n) => n * n;";
const countTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const squaresTo = (count: number): readonly string[] => countTo(count).map((n) => `${n * n}`);

test("each line of the standard input gives a line of the standard output, in order, and nothing else is said", async () => {
  const command = map(square).feed(countTo(3_000));
  expect(await command.ended).toBe(0);
  expect(command.results).toEqual(squaresTo(3_000));
  expect(command.errors).toEqual([]);
});

test("texts come out as they are, and other values as JSON; with --json-lines values go in and out as JSON", async () => {
  const source = "export default (input) => (input === 'text' ? 'a \"text\"' : [input, undefined]);";
  const texts = map(source).feed(["text", "7", ""]);
  expect(await texts.ended).toBe(0);
  expect(texts.results).toEqual(['a "text"', '["7",{"$":"undefined"}]', '["",{"$":"undefined"}]']);
  const values = map(source, "--json-lines").feed(['"text"', "", '{"a": 7}']);
  expect(await values.ended).toBe(0);
  expect(values.results).toEqual(['"a \\"text\\""', '[{"a":7},{"$":"undefined"}]']);
});

test("with --as-completed what is done is written, whatever was before it", async () => {
  const command = map(tasks.source("line === '1'"), "--as-completed").feed([1, 2]);
  await command.wrote(1);
  tasks.letGo();
  expect(await command.ended).toBe(0);
  expect(command.results).toEqual(["2", "1"]);
});

test("a function reads and imports files that are given with it", async () => {
  writeFileSync(join(folder, "factor.js"), "export const factor = 3;");
  const command = map('import { factor } from "./factor.js"; export default (n) => n * factor;', "--file", "factor.js");
  expect(await command.feed([5]).ended).toBe(0);
  expect(command.results).toEqual(["15"]);
});

test("an input that fails is told with its line, all others are written, and the exit code is 1", async () => {
  const source = 'export default (n) => { if (n === 2) throw new TypeError("no \\u001b[31mtwo"); return n; };';
  const command = map(source, "--json-lines").feed([1, "", 2, 3]);
  expect(await command.ended).toBe(1);
  expect(command.results).toEqual(["1", "3"]);
  expect(command.errors).toEqual([
    "tabpool: line 3: TypeError: no \uFFFD[31mtwo (task 1, on this process)",
    "tabpool: 1 of 3 inputs have failed",
  ]);
});

test("what tasks write to their console is no result", async () => {
  const command = map("export default (line) => { console.log(`saw ${line}`); return line; };").feed(["a"]);
  expect(await command.ended).toBe(0);
  expect([command.results, command.errors]).toEqual([["a"], ["saw a"]]);
});

test("a line that is no JSON ends the inputs with its number and exit code 2, behind the results before it", async () => {
  const command = map(square, "--json-lines").feed([2, "x", 3]);
  expect(await command.ended).toBe(2);
  expect(command.results).toEqual(["4"]);
  expect(command.errors).toEqual([expect.stringMatching(/^tabpool: line 2 is no JSON \(.*\): .* --skip-bad$/)]);
});

test("with --skip-bad such a line is passed over, and told as an event with --json", async () => {
  const command = map(square, "--json-lines", "--skip-bad", "--json").feed([2, "x", 3]);
  expect(await command.ended).toBe(0);
  expect(command.results).toEqual(["4", "9"]);
  const events = command.errors
    .map((line): unknown => JSON.parse(line))
    .filter((each) => Object(each).event !== "progress");
  expect(events).toMatchObject([
    { event: "passed-over", line: 2, why: expect.any(String) },
    { event: "end", done: 2, failed: 0, total: 2, volunteers: 0, exitCode: 0 },
  ]);
});

test.each([
  ["a function's file that is not there", ["map", "missing.js"], "tabpool: there is no file missing.js"],
  [
    "a file without a function",
    ["map", "none.js", "--alone"],
    /^tabpool: none\.js cannot be computed: .*default export/,
  ],
  ["a file that is no program", ["map", "wrong.js", "--alone"], /^tabpool: wrong\.js cannot be computed: SyntaxError/],
  ["a journal in a folder that is not there", ["map", "some.js", "--alone", "--journal", "a/b"], /^tabpool: .*a\/b/],
  ["no command", [], "tabpool: say what to do: serve, map, join; see --help."],
  ["an unknown command", ["mop"], "tabpool: there is no mop: serve, map, join; see --help."],
  ["an unknown option", ["map", "--fast"], "tabpool: Unknown option '--fast'; see --help."],
  ["a wrong option of the server", ["serve", "--port", "x"], /^tabpool: --port must be a whole number/],
])("%s is told in one line", async (_, argv, words) => {
  for (const [name, text] of [
    ["none", "export const a = 1;"],
    ["wrong", "export default (;"],
    ["some", square],
  ]) {
    writeFileSync(join(folder, `${name}.js`), `${text}`);
  }
  const command = new RunningCommand(script, argv, folder).feed([1]);
  onTestFinished(() => command.signal("SIGKILL"));
  expect(await command.ended).toBe(argv.includes("--journal") ? 1 : 2);
  expect(command.results).toEqual([]);
  expect(command.errors).toEqual([typeof words === "string" ? words : expect.stringMatching(words)]);
});

test.each([[["--help"]], [["serve", "--help"]], [["map", "-h"]], [["join", "--help"]]])(
  "%s prints how it is used, with an example",
  async (argv) => {
    const command = new RunningCommand(script, argv, folder);
    expect(await command.ended).toBe(0);
    expect(command.results.join("\n")).toMatch(/^Usage: tabpool .*^Example: .*tabpool/ms);
  },
);

test("after one SIGINT nothing more begins, what has begun is ended and written, and the exit code is 130", async () => {
  const command = map(tasks.source("true"), "--json");
  command.stdin.write(
    countTo(1_000)
      .map((n) => `${n}\n`)
      .join(""),
  );
  await until(() => tasks.begun.length >= 2);
  command.signal("SIGINT");
  await command.said('"note"');
  tasks.letGo();
  expect(await command.ended).toBe(130);
  expect(command.results.toSorted()).toEqual([...tasks.begun].toSorted());
  expect(tasks.begun.length).toBeLessThan(1_000);
});

test("after a second SIGINT all ends at once; what was done before is written", async () => {
  const command = map(tasks.source("line !== '1'"), "--json");
  command.stdin.write(
    countTo(1_000)
      .map((n) => `${n}\n`)
      .join(""),
  );
  await command.wrote(1);
  command.signal("SIGINT");
  await command.said('"note"');
  command.signal("SIGINT");
  expect(await command.ended).toBe(130);
  expect(command.results).toEqual(["1"]);
});

function* endlessLines(): Generator<string, never> {
  for (;;) yield "y\n".repeat(1_000);
}

test("once the reader of its results has gone, it ends with exit code 0, though its inputs have no end", async () => {
  const command = map("export default (line) => line;");
  const endless = Readable.from(endlessLines());
  endless.pipe(command.stdin);
  command.stdin.once("close", () => endless.destroy());
  await command.wrote(1);
  command.stopReading();
  expect(await command.ended).toBe(0);
  expect(command.errors).toEqual([]);
});

test.each(["SIGKILL", "SIGINT"] as const)(
  "with --journal a run that %s has ended goes on where it was: all results are written, and those written before are computed once",
  async (signal) => {
    const inputs = countTo(40);
    const source = tasks.source("Number(line) > 5");
    const options = ["--journal", "record", "--json"];
    const first = map(source, ...options).feed(inputs);
    await first.wrote(5);
    await until(() => tasks.begun.length >= 7);
    first.signal(signal);
    if (signal === "SIGINT") await first.said('"note"');
    tasks.letGo();
    await first.ended;
    expect(first.results.slice(0, 5)).toEqual(["1", "2", "3", "4", "5"]);
    const second = map(source, ...options).feed(inputs);
    expect(await second.ended).toBe(0);
    expect(second.results).toEqual(inputs.map(String));
    for (const line of first.results) expect(tasks.begun.filter((each) => each === line)).toHaveLength(1);
  },
);
