import { openDB } from "idb";
import { sampleDefinition, sampleResults, sampleRoom, sampleTab } from "./samples.ts";

/** A definition as the first two versions wrote it. */
export function oldestDefinition(workload: string): Readonly<Record<string, unknown>> {
  const { timeLimitMs, maxAttempts, batchSize, speculation, priority, order } = sampleDefinition.options;
  return {
    workload,
    program: { language: "javascript", source: sampleDefinition.program.source },
    inputs: sampleDefinition.inputs,
    options: { timeLimitMs, maxAttempts, batchSize, speculation, priority, order },
  };
}

/** A database as the first release wrote it, by that release's own words: no part of it follows later changes. */
export async function writeOldestDatabase(name: string): Promise<void> {
  const database = await openDB(name, 1, {
    upgrade: (created) => {
      created.createObjectStore("rooms", { keyPath: "id" }).createIndex("code", "code");
      created.createObjectStore("volunteers", { keyPath: ["room", "id"] });
      created.createObjectStore("jobs", { keyPath: ["room", "job"] });
      created.createObjectStore("tallies", { keyPath: ["room", "job"] });
      created.createObjectStore("results");
    },
  });
  const { seed: _seed, ...room } = sampleRoom();
  await database.put("rooms", { ...room, epoch: 4, lastJob: 1 });
  await database.put("volunteers", { room: room.id, id: 3, tab: sampleTab(3), name: "laptop" });
  const definition = oldestDefinition("squares");
  await database.put("jobs", { room: room.id, job: 1, total: 10, definition, createdAt: 5 });
  const tally = { phase: "paused", elapsedMs: 10, done: 2, failed: 0, bytes: 80, records: 1 };
  await database.put("tallies", { room: room.id, job: 1, ...tally });
  await database.put("results", sampleResults([3, 5]), [room.id, 1, 1]);
  database.close();
}
