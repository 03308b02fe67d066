/** Transactions that write to this page's IndexedDB, counted from now on. */
export function countJournalWrites(): () => number {
  let writes = 0;
  if (typeof IDBDatabase === "undefined") return () => writes;
  const { prototype } = IDBDatabase;
  const begin = Object.getOwnPropertyDescriptor(prototype, "transaction")?.value;
  Object.defineProperty(prototype, "transaction", {
    configurable: true,
    value(this: IDBDatabase, ...parameters: Parameters<IDBDatabase["transaction"]>): IDBTransaction {
      if (parameters[1] === "readwrite") writes += 1;
      return begin.apply(this, parameters);
    },
  });
  return () => writes;
}
