import { isFields, type Fields } from "../core/fields.ts";

/** @throws TypeError for what no version has written: the upgrade then fails, and the database stays as it was. */
export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw new TypeError("a record is no object");
  return value;
}

/**
 * Puts a changed record in the place of each record of a store, one at a time. For migrations: what they find was written by
 * an earlier version, so that no type of today describes it. Rejects with what `change` throws.
 */
export function changeEach(store: IDBObjectStore, change: (record: Fields, key: IDBValidKey) => Fields): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = store.openCursor();
    request.addEventListener("error", () => reject(new Error("the records cannot be read", { cause: request.error })));
    request.addEventListener("success", () => {
      const cursor = request.result;
      if (cursor === null) {
        resolve();
        return;
      }
      try {
        cursor.update(change(fieldsOf(cursor.value), cursor.primaryKey));
        cursor.continue();
      } catch (error) {
        reject(new Error("a record cannot be brought to the newest schema", { cause: error }));
      }
    });
  });
}
