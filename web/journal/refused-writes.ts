import { notOpened, type DatabaseConnection } from "./database-connection.ts";
import type { WriteOutcome } from "./journal.ts";

/**
 * Tries of a storage that can be neither opened nor says why, until it is taken for broken: at the writer's pace a minute. On a full
 * disk it opens again once there is room.
 */
const mostTries = 30;

/** Names of errors that are a program's own: no room in the world changes what they are about. */
const ownFaults: ReadonlySet<string> = new Set(["ConstraintError", "DataCloneError", "NotFoundError", "VersionError"]);

/**
 * Tells why the browser has not written a transaction. A quota has an error of its own. A disk that is really full has not: Chromium
 * says `DataError: Failed to write blobs (IOError)` of a large value, and once nothing fits ends the connection, with an
 * `UnknownError`, until there is room. Words differ from version to version, so something small is tried before a storage is taken
 * for broken.
 */
export class RefusedWrites {
  readonly #connection: DatabaseConnection;
  #isKnownFull = false;
  #tries = 0;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  noteWritten(): void {
    this.#isKnownFull = false;
    this.#tries = 0;
  }

  async explain(error: unknown): Promise<WriteOutcome> {
    if (await this.#isForWantOfSpace(error)) return { type: "full" };
    return failureOf(error);
  }

  async #isForWantOfSpace(error: unknown): Promise<boolean> {
    if (!(error instanceof DOMException) || ownFaults.has(error.name)) return false;
    if (saysFull(error)) {
      if (error !== notOpened) this.#connection.spareOpenings();
      this.#isKnownFull = true;
      return true;
    }
    if (this.#connection.isEnded()) return this.#isOpenedLater();
    return (await this.#takesLittle()) || (this.#connection.isEnded() && this.#isOpenedLater());
  }

  /** The browser has ended the connection. */
  async #isOpenedLater(): Promise<boolean> {
    try {
      await this.#connection.reopen();
    } catch (error) {
      if (!(error instanceof DOMException) || ownFaults.has(error.name)) return false;
      if (this.#isKnownFull || saysFull(error)) return true;
      this.#tries += 1;
      return this.#tries <= mostTries;
    }
    return this.#takesLittle();
  }

  /** Writes a record once more as it is: where that works, what was refused is too large for the room that is left. */
  async #takesLittle(): Promise<boolean> {
    const { database } = this.#connection;
    if (database === null) return false;
    try {
      const transaction = database.transaction("rooms", "readwrite", { durability: "strict" });
      const rewriting = transaction.store.openCursor().then((cursor) => cursor?.update(cursor.value));
      const [rewritten, done] = await Promise.allSettled([rewriting, transaction.done]);
      if (done.status === "rejected") return saysFull(done.reason);
      return rewritten.status === "fulfilled" && rewritten.value !== undefined;
    } catch {
      return false;
    }
  }
}

function saysFull(error: unknown): boolean {
  if (!(error instanceof DOMException)) return false;
  return error.name === "QuotaExceededError" || /no.?space/i.test(error.message);
}

export function failureOf(error: unknown): WriteOutcome {
  return { type: "failed", reason: error instanceof Error ? error.message : String(error) };
}
