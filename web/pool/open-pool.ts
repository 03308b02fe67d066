import { say } from "../words/say.ts";
import type { Reason } from "../words/sayings.ts";
import { createRoom } from "../room/create-room.ts";
import type { Room } from "../room/room.ts";
import type { RoomState } from "../room/store.ts";
import { isSignal } from "./call-material.ts";
import { ConnectionRefusedError, NotSerializable, PoolClosed } from "./errors.ts";
import { cleanLabel } from "../core/clean-words.ts";
import { messageOf } from "../core/message-of.ts";
import { orAborted } from "../core/or-aborted.ts";
import { packAll } from "../core/values/packed.ts";
import { maxVolunteerNameLength } from "../core/wire/limits.ts";
import { deskOfRoom } from "./objects/room-desk.ts";
import { checkPoolOptions } from "./known-options.ts";
import type { OpenPoolEnvironment, PoolEnvironment } from "./pool-environment.ts";
import type { PoolOptions } from "./pool-types.ts";
import { readTarget, type Callee } from "./program-text.ts";
import { printLine } from "./print-line.ts";
import { RoomPool, type Initializer } from "./room-pool.ts";
import { wholeNumber } from "../core/objects/whole-number.ts";
import { kindOf } from "./kind-of.ts";

/** What differs between pages and processes. */
export interface Platform {
  readonly openEnvironment: OpenPoolEnvironment;
  /** How many tasks the machine computes at a time. */
  cpuCount(): number;
}

/** More than any machine has cores; a mistyped number would start as many threads. */
const mostProcesses = 1_024;

/**
 * Opens a pool.
 *
 * @throws TypeError, RangeError for options that are none; ConnectionRefusedError where the server that was asked for does not
 * answer; Error where this page or process cannot compute, or the journal cannot be opened or is open elsewhere.
 */
export async function openPool(platform: Platform, options: PoolOptions = {}): Promise<RoomPool> {
  checkPoolOptions(options);
  const { signal, initializer, initialArguments = [], onConsole = printLine } = options;
  const processes = readProcesses(options.processes ?? platform.cpuCount());
  checkServer(options.server);
  const { server, journal, maxTasksPerChild } = options;
  if (maxTasksPerChild !== undefined) wholeNumber("maxTasksPerChild", maxTasksPerChild, 1);
  const name = readName(options.name);
  checkJournal(journal);
  if (processes === 0 && options.server === null) {
    throw new RangeError("nobody could compute: there are no processes, and without a server no tab can join");
  }
  if (!Array.isArray(initialArguments)) {
    throw new TypeError(`initialArguments must be a list, got ${kindOf(initialArguments)}`);
  }
  if (typeof onConsole !== "function") throw new TypeError(`onConsole must be a function, got ${kindOf(onConsole)}`);
  if (signal !== undefined && !isSignal(signal))
    throw new TypeError(`signal must be an AbortSignal, got ${kindOf(signal)}`);
  checkTravels(initialArguments);
  throwIfEnded(signal);
  const environment = await platform.openEnvironment({ processes, server, name, journal, maxTasksPerChild });
  try {
    const begins: Initializer | null =
      initializer === undefined ? null : { callee: await readInitializer(initializer, environment), initialArguments };
    const isKept = journal !== undefined;
    const room = createRoom(environment.room, {
      code: null,
      takesUp: isKept,
      calls: deskOfRoom(),
      // A pool that keeps nothing reads nothing back.
      ...(isKept ? {} : { keptInputBytes: Number.POSITIVE_INFINITY }),
    });
    try {
      await orEnded(
        whenUsable(room, { isOpenToTabs: environment.isOpenToTabs, hasProcesses: processes > 0, isKept }),
        signal,
      );
    } catch (error) {
      room.close();
      throw error;
    }
    return new RoomPool(room, environment, { initializer: begins, print: onConsole, signal, isKept });
  } catch (error) {
    await environment.close();
    throw error;
  }
}

/** @throws NotSerializable */
function checkTravels(initialArguments: readonly unknown[]): void {
  try {
    packAll([initialArguments]);
  } catch (error) {
    throw new NotSerializable(`initialArguments: ${messageOf(error)}`, { cause: error });
  }
}

function throwIfEnded(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new PoolClosed("the signal of the pool is aborted");
}

/** @throws PoolClosed where the signal is aborted meanwhile. */
async function orEnded(opening: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  try {
    await orAborted(opening, [signal]);
  } finally {
    throwIfEnded(signal);
  }
}

function readInitializer(initializer: unknown, environment: PoolEnvironment): Promise<Callee> {
  return readTarget(initializer, "the initializer", (address) => environment.readModule(address));
}

function readProcesses(processes: unknown): number {
  if (typeof processes !== "number") throw new TypeError(`processes must be a number, got ${kindOf(processes)}`);
  if (Number.isInteger(processes) && processes >= 0 && processes <= mostProcesses) return processes;
  throw new RangeError(`processes must be a whole number from 0 to ${mostProcesses}, got ${processes}`);
}

function readName(name: unknown): string | undefined {
  if (name === undefined) return undefined;
  if (typeof name !== "string") throw new TypeError(`name must be a text, got ${kindOf(name)}`);
  const clean = cleanLabel(name);
  if (clean.length >= 1 && clean.length <= maxVolunteerNameLength) return clean;
  throw new RangeError(`name must have 1 to ${maxVolunteerNameLength} characters, got ${clean.length}`);
}

function checkJournal(journal: unknown): void {
  if (journal === undefined || (typeof journal === "string" && journal !== "")) return;
  const got = journal === "" ? "an empty text" : kindOf(journal);
  throw new TypeError(`journal must be a file's path, or in a page a name, got ${got}`);
}

function checkServer(server: unknown): void {
  if (server === undefined || server === null) return;
  if (typeof server === "number") {
    if (Number.isInteger(server) && server >= 0 && server <= 65_535) return;
    throw new RangeError(`server: a port is a whole number from 0 to 65535, got ${server}`);
  }
  if (typeof server !== "string") {
    throw new TypeError(`server must be an address, a port or null, got ${kindOf(server)}`);
  }
  const isAddress = URL.canParse(server) && /^https?:$/.test(new URL(server).protocol);
  if (!isAddress) throw new TypeError(`server must be an address such as http://192.168.0.7:8080, got ${server}`);
}

interface Needs {
  readonly isOpenToTabs: boolean;
  readonly hasProcesses: boolean;
  /** Whether its journal outlives it. */
  readonly isKept: boolean;
}

/** Resolves once tasks can be started, tabs can join where they are to, and this page's or process's own slots are there. */
function whenUsable(room: Room, needs: Needs): Promise<void> {
  const { isOpenToTabs, hasProcesses } = needs;
  return new Promise((resolve, reject) => {
    let isAsking = false;
    const look = (state: RoomState): void => {
      const problem = problemOf(state, needs);
      if (problem !== null) {
        unsubscribe();
        reject(problem);
        return;
      }
      if (hasProcesses && state.helping === "off" && !isAsking) {
        // A room that is just being begun does not take it yet; each look follows a change of it.
        isAsking = true;
        room.helpHere(true);
        isAsking = false;
        return;
      }
      if ((isOpenToTabs && state.room.phase !== "open") || (hasProcesses && state.helping !== "on")) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = room.store.subscribe(look);
    look(room.store.getState());
  });
}

function problemOf({ room, helping, helpProblem, journal }: RoomState, { isOpenToTabs, isKept }: Needs): Error | null {
  if (isKept && room.phase === "elsewhere") return new Error("the journal cannot be opened: another page has it open");
  if (isKept && journal.state === "full") return new Error("the journal cannot be opened: there is no space for it");
  if (isKept && (journal.state === "memory" || journal.state === "broken")) {
    return new Error(`the journal cannot be opened: ${wordsOf(journal.problem)}`);
  }
  if (helping === "failed") return new Error(`this page or process cannot compute: ${wordsOf(helpProblem)}`);
  if (room.phase === "failed") return new Error(`the pool cannot be opened: ${wordsOf(room.problem)}`);
  if (isOpenToTabs && room.phase === "opening" && room.problem !== null) {
    return new ConnectionRefusedError(`the server does not take the pool: ${wordsOf(room.problem)}`);
  }
  return null;
}

function wordsOf(reason: Reason | null): string {
  return reason === null ? "it is not known why" : say(reason);
}
