import { openDB } from "idb";
import { sampleDefinition, sampleResults, sampleRoom, sampleTab } from "./samples.ts";

/** A database as version 3 wrote it, before jobs grew and results had a slot: no part of it follows later changes. */
export async function writeThirdDatabase(name: string): Promise<void> {
  const database = await openDB(name, 3, {
    upgrade: (created) => {
      created.createObjectStore("rooms", { keyPath: "id" }).createIndex("code", "code");
      created.createObjectStore("volunteers", { keyPath: ["room", "id"] });
      created.createObjectStore("jobs", { keyPath: ["room", "job"] });
      created.createObjectStore("tallies", { keyPath: ["room", "job"] });
      created.createObjectStore("results");
      created.createObjectStore("definitions");
      created.createObjectStore("blobs");
      created.createObjectStore("blobUses", { keyPath: ["room", "job", "hash"] }).createIndex("hash", "hash");
    },
  });
  const { seed: _seed, ...room } = sampleRoom();
  await database.put("rooms", { ...room, epoch: 4, lastJob: 1 });
  await database.put("volunteers", { room: room.id, id: 3, tab: sampleTab(3), name: "laptop" });
  await database.put("jobs", { room: room.id, job: 1, title: "Squares", total: 10, createdAt: 5 });
  await database.put("definitions", sampleDefinition, [room.id, 1]);
  const tally = { phase: "paused", elapsedMs: 10, done: 2, failed: 0, bytes: 80, records: 1 };
  await database.put("tallies", { room: room.id, job: 1, ...tally });
  const { slot: _slot, startedMs: _startedMs, ...results } = sampleResults([3, 5]);
  await database.put("results", results, [room.id, 1, 1]);
  database.close();
}
