import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleScript } from "../../../web/compute/build/bundle-script.ts";
import { threadSlot } from "../build/bundle-thread-slot.ts";

/** Milliseconds until the process must have ended by itself. */
const timeLimitMs = 60_000;

/** Runs the script in a process of its own. Gives what that has written once it has ended by itself. @throws Error unless it ends well. */
export async function runInNode(script: URL): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const source = await bundleScript(fileURLToPath(script), "es", false, new Set(), [threadSlot(new Set())]);
  const running = promisify(execFile)(process.execPath, ["--input-type=module", "-"], { timeout: timeLimitMs });
  running.child.stdin?.end(source);
  return running;
}
