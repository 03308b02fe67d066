import { hostname } from "node:os";
import { parseArgs } from "node:util";
import { readOrigin } from "../../signaling/origins.ts";
import { parsed, UsageError } from "../../signaling/usage.ts";
import { cleanName } from "../../web/core/clean-words.ts";
import { maxSlots } from "../../web/core/wire/limits.ts";
import { nameRule, parseDisplayName } from "../../web/words/display-name.ts";
import { parseRoomCode } from "../../web/words/parse-room-code.ts";
import type { RoomPlace } from "../volunteer.ts";
import { readWhole } from "./read-whole.ts";

export interface JoinOptions {
  readonly place: RoomPlace;
  /** Tasks that are computed at a time; undefined: as many as cores. */
  readonly slots: number | undefined;
  /** 1 to 40 characters. */
  readonly name: string;
  /** Whether threads may compute where there is no browser. */
  readonly isTrusted: boolean;
  /** Whether the closing of the room ends it. */
  readonly isOnce: boolean;
  /** Whether what is told on the standard error is a line of JSON for each event. */
  readonly logsJson: boolean;
}

const standardServer = "http://localhost:8080";

export const joinHelp = `Joins a room as a volunteer, in a Chrome or Chromium without windows, whose sandbox holds
what the room sends; where there is none, in threads of a process, if you trust the room.

Usage: tabpool join LINK [options]
       tabpool join CODE [--server URL] [options]

Example: tabpool join 'http://192.168.0.7:8080/worker?room=K7MWPQ#SECRET'

  --trust        where no browser is found: computes in threads, with Node's permission
                 model. They may read the package's own files and no others, write none
                 and start no programs, but use this machine's network, and are no sandbox
                 against those who mean harm: say so only of a room that you trust
  --server URL   the server that knows the code (default: ${standardServer})
  --slots N      tasks that are computed at a time (default: as many as cores)
  --name NAME    what the room calls this volunteer (default: this machine's name)
  --once         ends when the room is closed (default: waits until it is opened again)
  --json         tells what happens on the standard error as lines of JSON
  --help         this text

The browser is the one that CHROME names, or else one that is installed. Threads need the
package node-datachannel. A link that is lost is looked for again.
Ctrl+C once: takes no further tasks, ends those that run, and leaves; twice: at once.
Exit codes: 0 the room was closed (--once); 1 the room does not take this volunteer, or
the browser has ended; 2 a mistake in the command, as a code that nobody has; 130
interrupted.
`;

/** @throws UsageError */
function readPlace(target: string, server: string | undefined): RoomPlace {
  if (!target.includes("/")) {
    const code = parseRoomCode(target);
    if (code.type === "problem") {
      throw new UsageError(`"${target}" is neither a join link nor a room's code of six letters and digits.`);
    }
    const origin = readOrigin(server ?? standardServer);
    if (origin !== null) return { origin, room: code.value, secret: null };
    throw new UsageError(`--server must be an address such as http://192.168.0.7:8080, not "${server}".`);
  }
  if (server !== undefined) throw new UsageError("--server goes with a code: a link names its server itself.");
  const link = URL.canParse(target) ? new URL(target) : null;
  const code = parseRoomCode(link?.searchParams.get("room") ?? "");
  if (link === null || !/^https?:$/.test(link.protocol) || code.type === "problem") {
    throw new UsageError(`"${target}" is no join link: http://…/worker?room=CODE#SECRET, in quotes.`);
  }
  const secret = link.hash.replace(/^#/, "");
  return { origin: link.origin, room: code.value, secret: secret === "" ? null : secret };
}

/** @throws UsageError */
function readName(given: string | undefined): string {
  if (given === undefined) return cleanName(hostname()) || "a process";
  const name = parseDisplayName(given);
  if (name.type === "value") return name.value;
  throw new UsageError(`--name must be ${nameRule}, not "${given}".`);
}

/** Parses the arguments behind `join`; null where help is asked for. @throws UsageError */
export function readJoinOptions(argv: readonly string[]): JoinOptions | null {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        trust: { type: "boolean", default: false },
        server: { type: "string" },
        slots: { type: "string" },
        name: { type: "string" },
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }),
  );
  if (values.help) return null;
  const [target, ...others] = positionals;
  if (target === undefined) throw new UsageError("join needs a room's link or code; see --help.");
  if (others.length > 0) throw new UsageError(`join takes one room, and "${others[0]}" is a second one.`);
  const place = readPlace(target, values.server);
  const slots = readWhole("--slots", values.slots, { smallest: 1, largest: maxSlots });
  const name = readName(values.name);
  return { place, slots, name, isTrusted: values.trust, isOnce: values.once, logsJson: values.json };
}
