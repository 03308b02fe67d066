import { spawnSync } from "node:child_process";
import { textAt } from "./module-address.ts";

/** Milliseconds in which a Node has started and read a program, on a busy machine. */
const checkTimeLimitMs = 10_000;

/** Its number, the line, and below it a mark under the place. */
const marked = /^\[stdin\]:(\d+)\n.*\n([^^\n]*)\^/;

/**
 * The place of an error in the text of a module, as `task.js:2:13`; "" if it is no error of syntax. Node has this neither in the error nor
 * in its stack, and prints it where it is asked to check a text: so another one is.
 */
export function syntaxPlace(error: unknown, names: ReadonlyMap<string, string>): string {
  if (!(error instanceof SyntaxError)) return "";
  for (const [address, name] of names) {
    const { stderr } = spawnSync(process.execPath, ["--check", "--input-type=module", "-"], {
      input: textAt(address),
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
      timeout: checkTimeLimitMs,
    });
    const found = marked.exec(stderr);
    if (found !== null && stderr.includes(error.message)) return `${name}:${found[1]}:${(found[2] ?? "").length + 1}`;
  }
  return "";
}
