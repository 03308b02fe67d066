import type { Page } from "@playwright/test";

// These run in a page before anything else, and have nothing of this module around them.

/**
 * A browser whose disk is full as soon as the page's `roomForRecords` is 0, or from the beginning where the session says
 * so: a transaction that puts something is aborted with the error that browsers give. What is deleted makes room.
 */
export function diskThatFills(): void {
  // The sandbox frame has no storage to begin with.
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
        // An earlier put of the same transaction has ended it.
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

/** The next page of this tab finds the disk full. */
export async function fillDiskForNext(page: Page): Promise<void> {
  await page.evaluate(() => sessionStorage.setItem("disk", "full"));
}

/** As some browsers do in private windows. */
export function noStorage(): void {
  Object.defineProperty(globalThis, "indexedDB", {
    get: () => {
      throw new DOMException("Access is denied.", "SecurityError");
    },
  });
}

/** The storage of the page goes away under it, as when somebody clears the site's data. */
export async function breakStorage(page: Page): Promise<void> {
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("The database connection is closing.", "InvalidStateError");
    };
  });
}

/** The newest job on record gets another program: run again, it is computed by that. */
export async function replaceProgram(page: Page, source: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page knows nothing of this module
    const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("the record cannot be changed")));
      });
    const database = await settled(indexedDB.open("tabpool"));
    const jobs = database.transaction("jobs", "readwrite").objectStore("jobs");
    const heads = await settled(jobs.getAll());
    const newest = heads.at(-1);
    newest.definition.program.source = wanted;
    await settled(jobs.put(newest));
    database.close();
  }, source);
}
