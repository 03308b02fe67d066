import type { Page } from "@playwright/test";

// These functions run in a page before its scripts, without this module's variables.

/**
 * Fills the browser's disk when the page's `roomForRecords` is 0, or from the beginning if the session says so. A transaction
 * that puts something is aborted with the browsers' error. Deleting makes room. Where the page's `isDiskReal` is true, it is no quota: a
 * room's record still fits, and the error is the one that Chromium has for a large value.
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
    const isReal = Reflect.get(globalThis, "isDiskReal") === true;
    if (isReal && this.name === "rooms") return request;
    const error = isReal
      ? new DOMException("Failed to write blobs (IOError)", "DataError")
      : new DOMException("The disk is full.", "QuotaExceededError");
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

/** The same without a quota: the disk itself has no room. */
export async function fillRealDisk(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, "isDiskReal", true));
  await fillDisk(page);
}

/** Somebody has deleted a file of theirs. */
export async function makeRoomOnDisk(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, "roomForRecords", Number.POSITIVE_INFINITY));
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

/** Bytes of all that the page's database holds in arrays, which is nearly all of it. */
export async function storedBytes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page has nothing of this module around it
    const resultOf = async <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("the request failed")));
      });
    const bytesOf = (value: unknown): number => {
      if (ArrayBuffer.isView(value)) return value.byteLength;
      if (typeof value !== "object" || value === null) return 0;
      return Object.values(value).reduce((sum: number, each) => sum + bytesOf(each), 0);
    };
    const [known] = await indexedDB.databases();
    const database = await resultOf(indexedDB.open(known?.name ?? ""));
    let bytes = 0;
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      bytes += bytesOf(await resultOf(store.getAll()));
    }
    database.close();
    return bytes;
  });
}

/** Takes all blobs out of the page's database, as a broken disk does. Gives the way to put them back. */
export async function loseBlobs(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page has nothing of this module around it
    const resultOf = async <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("the request failed")));
      });
    const [known] = await indexedDB.databases();
    const database = await resultOf(indexedDB.open(known?.name ?? ""));
    const blobs = database.transaction("blobs", "readwrite").objectStore("blobs");
    const [keys, values] = await Promise.all([resultOf(blobs.getAllKeys()), resultOf(blobs.getAll())]);
    await resultOf(blobs.clear());
    database.close();
    Reflect.set(globalThis, "putBlobsBack", async () => {
      const again = await resultOf(indexedDB.open(known?.name ?? ""));
      const store = again.transaction("blobs", "readwrite").objectStore("blobs");
      await Promise.all(keys.map(async (key, at) => resultOf(store.put(values[at], key))));
      again.close();
    });
  });
  return async () => page.evaluate(async () => Reflect.apply(Reflect.get(globalThis, "putBlobsBack"), null, []));
}
