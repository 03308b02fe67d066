import { expect, test } from "vitest";
import { UsageError } from "../../signaling/usage.ts";
import { mapHelp, readMapOptions } from "./map-options.ts";

test("nothing but a function's file has texts in and out, in order, on all cores, open to others", () => {
  expect(readMapOptions(["square.js"])).toEqual({
    functionFile: "square.js",
    files: [],
    inputs: "lines",
    skipsBad: false,
    order: "index",
    processes: undefined,
    server: undefined,
    journal: undefined,
    timeLimitMs: 60_000,
    attempts: 1,
    logsJson: false,
  });
});

test.each([
  [["--json-lines", "--skip-bad"], { inputs: "json-lines", skipsBad: true }],
  [["--as-completed"], { order: "completed" }],
  [["--file", "a.js", "--file", "b.json"], { files: ["a.js", "b.json"] }],
  [["--processes", "0"], { processes: 0 }],
  [["--port", "8080"], { server: 8_080 }],
  [["--server", "https://pool.example"], { server: "https://pool.example" }],
  [["--alone"], { server: null }],
  [["--journal", "record"], { journal: "record" }],
  [["--time-limit", "90"], { timeLimitMs: 90_000 }],
  [["--attempts", "3"], { attempts: 3 }],
  [["--json"], { logsJson: true }],
])("%s is taken", (argv, options) => {
  expect(readMapOptions([...argv, "square.js"])).toMatchObject(options);
  for (const option of argv.filter((word) => word.startsWith("--"))) expect(mapHelp).toContain(`  ${option} `);
});

test.each([["--help"], ["-h"]])("%s asks for help", (option) => {
  expect(readMapOptions([option])).toBeNull();
});

test.each([
  [[], /^map needs the file of a function, as in: /],
  [["a.js", "b.js"], /"b\.js" is a second one/],
  [["a.js", "--skip-bad"], /^--skip-bad needs --json-lines/],
  [["a.js", "--processes", "-1"], /--processes/],
  [["a.js", "--processes", "two"], /^--processes must be a whole number from 0 to 1,024, not "two"/],
  [["a.js", "--processes", "0", "--alone"], /nobody could compute/],
  [["a.js", "--port", "70000"], /^--port must be a whole number from 0 to 65535/],
  [["a.js", "--server", "pool.example"], /^--server must be an address such as/],
  [["a.js", "--port", "1", "--alone"], /only one can be given/],
  [["a.js", "--journal", ""], /^--journal must be the path of a file/],
  [["a.js", "--time-limit", "0"], /^--time-limit must be a whole number from 1 to 86,400/],
  [["a.js", "--attempts", "256"], /^--attempts must be a whole number from 1 to 255/],
  [["a.js", "--colour"], /^Unknown option '--colour'; see --help\.$/],
])("%s is refused with what is wrong", (argv, words) => {
  expect(() => readMapOptions(argv)).toThrow(UsageError);
  expect(() => readMapOptions(argv)).toThrow(words);
});
