import { parseArgs } from "node:util";
import { parsed, readPort, UsageError } from "../../signaling/usage.ts";
import { readWhole } from "./read-whole.ts";

export interface MapOptions {
  /** The path of the module whose default export is called. */
  readonly functionFile: string;
  /** Paths of files that the function reads or imports, by their last parts. */
  readonly files: readonly string[];
  readonly inputs: "lines" | "json-lines";
  /** Whether a line that is no JSON is passed over instead of ending the inputs. */
  readonly skipsBad: boolean;
  readonly order: "index" | "completed";
  /** Threads of this process; undefined: as many as cores. */
  readonly processes: number | undefined;
  /** As in the options of a pool. */
  readonly server: string | number | null | undefined;
  readonly journal: string | undefined;
  readonly timeLimitMs: number;
  readonly attempts: number;
  /** Whether what is told on the standard error is a line of JSON for each event. */
  readonly logsJson: boolean;
}

export const mapHelp = `Computes a function for each line of the standard input; writes what it returns, a line each.

Usage: tabpool map FUNCTION.js [options] < inputs > results

Example: seq 100 | tabpool map square.js
         with the file square.js:  export default (line) => line * line;

  --json-lines       each line in and out is a value as JSON (default: texts; what is
                     returned and is no text is written as JSON)
  --skip-bad         passes over lines that are no JSON, and says which
  --as-completed     writes results as they come (default: in the order of the inputs)
  --file PATH        a file that the function imports as ./NAME or reads by
                     task.file(NAME); may be given several times
  --processes N      threads of this process (default: as many as cores; 0 for none)
  --port PORT        where the page that others join at is served (default: any free port)
  --server URL       a Tabpool server that is up already, instead of one of this process
  --alone            no others can join
  --journal FILE     keeps what is computed: the same command, run again after an
                     interruption, writes all results and computes what is missing
  --time-limit S     seconds that one execution may take (default: 60)
  --attempts N       executions of an input before its error counts (default: 1)
  --json             tells what happens on the standard error as lines of JSON
  --help             this text

Others join by the link that is shown on the terminal.
Ctrl+C once: nothing more begins, and what runs is ended and written; twice: all ends at once.
Exit codes: 0 done, also where the reader of the results has gone; 1 inputs have failed, or
the pool; 2 a mistake in the command, the function's file or the inputs; 130 interrupted.
`;

type ServerOptions = Readonly<Record<"port" | "server", string | undefined>> & { readonly alone: boolean };

/** @throws UsageError */
function readServer({ port, server, alone }: ServerOptions): string | number | null | undefined {
  if ([port !== undefined, server !== undefined, alone].filter(Boolean).length > 1) {
    throw new UsageError("Of --port, --server and --alone only one can be given.");
  }
  if (alone) return null;
  if (port !== undefined) return readPort("--port", port);
  if (server !== undefined && !/^https?:\/\/[^/]/.test(server)) {
    throw new UsageError(`--server must be an address such as http://192.168.0.7:8080, not "${server}".`);
  }
  return server;
}

/** Parses the arguments behind `map`; null where help is asked for. @throws UsageError */
export function readMapOptions(argv: readonly string[]): MapOptions | null {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        "json-lines": { type: "boolean", default: false },
        "skip-bad": { type: "boolean", default: false },
        "as-completed": { type: "boolean", default: false },
        file: { type: "string", multiple: true, default: [] },
        processes: { type: "string" },
        port: { type: "string" },
        server: { type: "string" },
        alone: { type: "boolean", default: false },
        journal: { type: "string" },
        "time-limit": { type: "string" },
        attempts: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return null;
  const [functionFile, ...others] = positionals;
  if (functionFile === undefined) {
    throw new UsageError("map needs the file of a function, as in: seq 100 | tabpool map square.js");
  }
  if (others.length > 0) throw new UsageError(`map takes one function, and "${others[0]}" is a second one.`);
  if (values["skip-bad"] && !values["json-lines"]) {
    throw new UsageError("--skip-bad needs --json-lines: lines of text are never bad.");
  }
  if (values.journal === "") throw new UsageError("--journal must be the path of a file, not nothing.");
  const processes = readWhole("--processes", values.processes, { smallest: 0, largest: 1_024 });
  const { port, server, alone } = values;
  if (processes === 0 && alone) {
    throw new UsageError("With --alone and --processes 0 nobody could compute.");
  }
  return {
    functionFile,
    files: values.file,
    inputs: values["json-lines"] ? "json-lines" : "lines",
    skipsBad: values["skip-bad"],
    order: values["as-completed"] ? "completed" : "index",
    processes,
    server: readServer({ port, server, alone }),
    journal: values.journal,
    timeLimitMs: 1_000 * (readWhole("--time-limit", values["time-limit"], { smallest: 1, largest: 86_400 }) ?? 60),
    attempts: readWhole("--attempts", values.attempts, { smallest: 1, largest: 255 }) ?? 1,
    logsJson: values.json,
  };
}
