/** The record's stores, as web/journal/schema.ts names them. */
const resultsStore = "results";

export interface JournalWatch {
  /** Transactions that write, since the watch began. */
  readonly writes: () => number;
  /** What the record's newest results say of when they were accepted: milliseconds since their job began; NaN for none. */
  readonly acceptedMs: () => number;
}

type Call = (this: unknown, ...parameters: unknown[]) => unknown;

/** Has `before` see each call of a method of this page's IndexedDB. */
function watchCalls(prototype: object, method: string, before: Call): void {
  const called: unknown = Object.getOwnPropertyDescriptor(prototype, method)?.value;
  if (typeof called !== "function") throw new Error(`this browser has no ${method} to watch`);
  Object.defineProperty(prototype, method, {
    configurable: true,
    value(this: unknown, ...parameters: unknown[]): unknown {
      before.apply(this, parameters);
      return Reflect.apply(called, this, parameters);
    },
  });
}

/** From now on. */
export function watchJournal(): JournalWatch {
  let writes = 0;
  let acceptedMs = NaN;
  if (typeof IDBDatabase !== "undefined") {
    watchCalls(IDBDatabase.prototype, "transaction", (_, mode) => {
      if (mode === "readwrite") writes += 1;
    });
    watchCalls(IDBObjectStore.prototype, "put", function (this: unknown, value) {
      if (!(this instanceof IDBObjectStore) || this.name !== resultsStore) return;
      if (typeof value === "object" && value !== null && "elapsedMs" in value) acceptedMs = Number(value.elapsedMs);
    });
  }
  return { writes: () => writes, acceptedMs: () => acceptedMs };
}
