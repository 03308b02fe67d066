import { openDB } from "idb";

/** All that the database holds, store by store. */
export async function databaseContents(name: string): Promise<Record<string, unknown[]>> {
  const database = await openDB(name);
  const stores: Record<string, unknown[]> = {};
  for (const store of database.objectStoreNames) stores[store] = await database.getAll(store);
  database.close();
  return stores;
}
