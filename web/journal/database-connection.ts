import { openDB } from "idb";
import { inBackground } from "../core/in-background.ts";
import { migrate, migrations, type Database, type JournalSchema } from "./schema.ts";

/** Milliseconds from the last word of a full disk until the database is opened again. */
const sparedMs = 30_000;

/** The disk was full, and it is too early to look again. */
export const notOpened = new DOMException("the storage was full a moment ago", "QuotaExceededError");

/** The page's connection to its database. Browsers end one by themselves where a write fails for want of space, in any tab of the site. */
export class DatabaseConnection {
  readonly #name: string;
  #database: Database | null;
  #isGivenUp = false;
  #opening: Promise<Database> | null = null;
  /** No opening is tried before, as the disk is full. By the page's clock. */
  #sparedUntilMs = -Infinity;

  private constructor(name: string) {
    this.#name = name;
    this.#database = null;
  }

  /**
   * Brings the database to the newest schema.
   *
   * @throws DOMException where the browser gives no storage, or a newer Tabpool has written the database.
   */
  static async open(name: string): Promise<DatabaseConnection> {
    const connection = new DatabaseConnection(name);
    await connection.reopen();
    return connection;
  }

  /** null once the browser has ended it. */
  get database(): Database | null {
    return this.#database;
  }

  /**
   * Whether the browser has ended it, so that it can be opened again: nobody here has closed it. It is asked for a transaction,
   * since the event that says so comes behind the end of those that were under way.
   */
  isEnded(): boolean {
    if (this.#isGivenUp) return false;
    try {
      this.#database?.transaction("rooms").done.catch(() => {});
    } catch (error) {
      if (error instanceof DOMException && error.name === "InvalidStateError") this.#database = null;
    }
    return this.#database === null;
  }

  /** @throws DOMException as `open`, and Error where it was closed here. */
  async reopen(): Promise<Database> {
    if (this.#database !== null) return this.#database;
    if (this.#isGivenUp) throw new Error("the database was closed here");
    if (performance.now() < this.#sparedUntilMs) throw notOpened;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /**
   * The browser has said that there is no space: does not have the database opened for a while, however much is written
   * meanwhile, since something small may fit where nothing else does. Chromium has been seen to take a database for damaged, and to
   * begin it anew, where it was opened on a disk without space.
   */
  spareOpenings(): void {
    this.#sparedUntilMs = performance.now() + sparedMs;
  }

  async #open(): Promise<Database> {
    const database: Database = await openDB<JournalSchema>(this.#name, migrations.length, {
      upgrade: (upgraded, from, _to, upgrade) => {
        // Opening then fails, and the database stays as it was.
        inBackground(Promise.all([migrate(upgraded, upgrade, from), upgrade.done]), () => abort(upgrade));
      },
      // Another tab has a newer Tabpool: this one must not keep it waiting, and learns of it by its next write.
      blocking: () => this.#giveUp(database),
      terminated: () => {
        if (this.#database === database) this.#database = null;
      },
    });
    if (this.#isGivenUp) database.close();
    this.#database = database;
    return database;
  }

  #giveUp(database: Database | null): void {
    this.#isGivenUp = true;
    database?.close();
  }

  close(): void {
    this.#giveUp(this.#database);
  }
}

function abort(upgrade: { abort(): void }): void {
  try {
    upgrade.abort();
  } catch {
    // A request that failed has aborted it already.
  }
}
