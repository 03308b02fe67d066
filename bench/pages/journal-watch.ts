/** The store of results, as web/journal/schema.ts names it. */
const resultsStore = "results";

export interface JournalWatch {
  /** Number of writing transactions since the watch began. */
  readonly writes: () => number;
  /**
   * When the newest results that were put on record since the last call were accepted, in milliseconds since their job began;
   * NaN if there are none.
   */
  readonly takeAcceptedMs: () => number;
}

type Call = (this: unknown, ...parameters: unknown[]) => unknown;

/** Calls `before` at each call of a method of this page's IndexedDB. */
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

/** Counts writing transactions from now on. */
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
  return {
    writes: () => writes,
    takeAcceptedMs: () => {
      const taken = acceptedMs;
      acceptedMs = NaN;
      return taken;
    },
  };
}
