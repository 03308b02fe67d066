import type { Page } from "@playwright/test";

// These functions run in a page before its scripts, without this module's variables.

/**
 * Fills the browser's disk when the page's `roomForRecords` is 0, or from the beginning if the session says so. A transaction
 * that puts something is aborted with the browsers' error. Deleting makes room.
 */
export function diskThatFills(): void {
  // The sandbox frame has no storage.
  if (origin === "null") return;
  const store = IDBObjectStore.prototype;
  // oxlint-disable-next-line typescript/unbound-method -- called with the store that they are asked of
  const { put: realPut, delete: realDelete } = store;
  const isFull = sessionStorage.getItem("disk") === "full";
  Reflect.set(globalThis, "roomForRecords", isFull ? 0 : Number.POSITIVE_INFINITY);
  store.put = function (this: IDBObjectStore, ...what) {
    const request = realPut.apply(this, what);
    if (Reflect.get(globalThis, "roomForRecords") !== 0) return request;
    const { transaction } = this;
    const error = new DOMException("The disk is full.", "QuotaExceededError");
    Object.defineProperty(transaction, "error", { value: error, configurable: true });
    queueMicrotask(() => {
      try {
        transaction.abort();
      } catch {
        // An earlier put has aborted this transaction.
      }
    });
    return request;
  };
  store.delete = function (this: IDBObjectStore, ...what) {
    Reflect.set(globalThis, "roomForRecords", Number.POSITIVE_INFINITY);
    return realDelete.apply(this, what);
  };
}

export async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, "roomForRecords", 0));
}

/** Makes the disk full for the next page of this tab. */
export async function fillDiskForNext(page: Page): Promise<void> {
  await page.evaluate(() => sessionStorage.setItem("disk", "full"));
}

/** Refuses storage, as some browsers do in private windows. */
export function noStorage(): void {
  Object.defineProperty(globalThis, "indexedDB", {
    get: () => {
      throw new DOMException("Access is denied.", "SecurityError");
    },
  });
}

/** Breaks the page's database, as when a person clears the site's data. */
export async function breakStorage(page: Page): Promise<void> {
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    };
  });
}

/** Parts that replace those of a job's definition on record. */
interface Rewriting {
  readonly timeLimitMs?: number;
  readonly source?: string;
  /** Encoded inputs, one for each task of the job. */
  readonly inputs?: { readonly ends: readonly number[]; readonly bytes: readonly number[] };
}

/**
 * Changes every job on record: to a definition of an older or a broken page, or to a program of the test. It counts when the
 * page is loaded again.
 */
export async function rewriteJobs(page: Page, rewriting: Rewriting): Promise<void> {
  await page.evaluate(async ({ timeLimitMs, source, inputs }) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page has nothing of this module around it
    const resultOf = async <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("the request failed")));
      });
    const [known] = await indexedDB.databases();
    const database = await resultOf(indexedDB.open(known?.name ?? ""));
    const definitions = database.transaction("definitions", "readwrite").objectStore("definitions");
    for (const key of await resultOf(definitions.getAllKeys())) {
      const definition = await resultOf(definitions.get(key));
      if (timeLimitMs !== undefined) definition.options.timeLimitMs = timeLimitMs;
      if (source !== undefined) definition.program.source = source;
      if (inputs !== undefined) {
        const values = { ends: Uint32Array.from(inputs.ends), bytes: Uint8Array.from(inputs.bytes) };
        definition.inputs = { type: "packed", values };
      }
      await resultOf(definitions.put(definition, key));
    }
    database.close();
  }, rewriting);
}
