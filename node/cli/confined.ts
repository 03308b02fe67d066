import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { exitCodeOf } from "./stop-signals.ts";

/** Whether this process runs under Node's permission model. */
export function isConfined(): boolean {
  return process.permission !== undefined;
}

function packageOf(script: string): string {
  for (let folder = dirname(script); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
  }
  return dirname(script);
}

/** The folder of installed packages that has the module; null where it is not installed. */
function modulesWith(name: string, script: string): string | null {
  try {
    const path = createRequire(script).resolve(name);
    return path.slice(0, path.lastIndexOf(`${sep}node_modules${sep}`) + `${sep}node_modules`.length);
  } catch {
    return null;
  }
}

/**
 * Runs this command again in a process that may read its own files and no others, write none, and start no programs: threads of it may no
 * more. Signals are passed on. Resolves to its exit code.
 */
export async function runConfined(argv: readonly string[]): Promise<number> {
  const script = realpathSync(process.argv[1] ?? "");
  const modules = modulesWith("node-datachannel", script);
  const readable = [packageOf(script), dirname(script), ...(modules === null ? [] : [modules])];
  const model = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  const flags = [
    model,
    "--allow-worker",
    "--allow-addons",
    ...(process.allowedNodeEnvironmentFlags.has("--allow-net") ? ["--allow-net"] : []),
    // They say that both of the above could be used to get out.
    "--no-warnings",
    ...readable.map((folder) => `--allow-fs-read=${folder}${sep}*`),
  ];
  const child = spawn(process.execPath, [...flags, script, ...argv], {
    // It ends with this process: the channel closes then.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // Ctrl+C at a terminal comes once, by this process.
    detached: true,
  });
  const passed = (["SIGINT", "SIGTERM"] as const).map((signal) => [signal, () => child.kill(signal)] as const);
  for (const [signal, pass] of passed) process.on(signal, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        resolve(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? exitCodeOf(signal) : 1));
      });
    });
  } finally {
    for (const [signal, pass] of passed) process.off(signal, pass);
  }
}

/** Has this process end with the one that `runConfined` it. */
export function endWithParent(): void {
  process.once("disconnect", () => process.exit(1));
  // The channel alone is no reason to stay.
  process.channel?.unref();
}
