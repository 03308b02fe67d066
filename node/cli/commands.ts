import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run as runServer, stopSignal } from "../../signaling/command.ts";
import { UsageError } from "../../signaling/usage.ts";
import { builtApp } from "../built-app.ts";
import { join as joinRoom } from "./join.ts";
import { map } from "./map.ts";
import type { Surroundings } from "./surroundings.ts";

interface Command {
  /** In a few words. */
  readonly about: string;
  /** Runs it with the arguments behind its name. Resolves to the exit code. @throws UsageError */
  run(argv: readonly string[], surroundings: Surroundings): Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  serve: {
    about: "serves the pages of coordinators and volunteers",
    run(argv, { environment, stdout, stderr }) {
      const appRoot = builtApp();
      return runServer(argv, {
        environment,
        appRoot,
        libraryRoot: join(appRoot, "../library"),
        usage: "tabpool serve [options]\n\nExample: tabpool serve --port 9000",
        print: (text) => stdout.write(text),
        printError: (text) => stderr.write(text),
        stopped: stopSignal(),
      });
    },
  },
  map: { about: "computes a function for each line of the standard input", run: map },
  join: { about: "computes for a room, as a volunteer", run: joinRoom },
};

const help = `Tabpool: a pool of browser tabs that compute together.

Usage: tabpool COMMAND [options]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(8)}${about}`)
  .join("\n")}

Example: seq 100 | tabpool map square.js
\`tabpool COMMAND --help\` says more of each; \`tabpool --version\` says which one this is.
`;

function version(): string {
  const about: unknown = JSON.parse(readFileSync(join(builtApp(), "../../package.json"), "utf8"));
  return String(Object(about).version);
}

/** Runs the command line, without node and script. Resolves to the exit code. */
export async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  const [name = "", ...rest] = argv;
  if (name === "--help" || name === "-h") {
    stdout.write(help);
    return 0;
  }
  if (name === "--version") {
    stdout.write(`${version()}\n`);
    return 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command !== undefined) return await command.run(rest, surroundings);
    const known = Object.keys(commands).join(", ");
    throw new UsageError(
      name === "" ? `say what to do: ${known}; see --help.` : `there is no ${name}: ${known}; see --help.`,
    );
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    stderr.write(`tabpool: ${error.message}\n`);
    return 2;
  }
}
