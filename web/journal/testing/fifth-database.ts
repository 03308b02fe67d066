import { openDB } from "idb";
import type { Packed } from "../../core/values/format.ts";
import { sampleDefinition, sampleRoom } from "./samples.ts";

/** A database as version 5 wrote it, with a large input wherever it is: no part of it follows later changes. */
export async function writeFifthDatabase(name: string, values: Packed): Promise<void> {
  const database = await openDB(name, 5, {
    upgrade: (created) => {
      created.createObjectStore("rooms", { keyPath: "id" }).createIndex("code", "code");
      created.createObjectStore("volunteers", { keyPath: ["room", "id"] });
      created.createObjectStore("jobs", { keyPath: ["room", "job"] });
      created.createObjectStore("tallies", { keyPath: ["room", "job"] });
      created.createObjectStore("results");
      created.createObjectStore("definitions");
      created.createObjectStore("blobs");
      created.createObjectStore("blobUses", { keyPath: ["room", "job", "hash"] }).createIndex("hash", "hash");
      created.createObjectStore("inputs");
    },
  });
  const { seed: _seed, ...room } = sampleRoom();
  const total = values.ends.length;
  await database.put("rooms", { ...room, epoch: 4, lastJob: 2 });
  const growth = { inputRecords: 0, added: 0, isSealed: true, sourceProblem: null, skipped: 0 };
  const tally = {
    phase: "paused",
    elapsedMs: 10,
    done: 0,
    failed: 0,
    bytes: values.bytes.length,
    records: 0,
    ...growth,
  };
  await database.put("jobs", { room: room.id, job: 1, title: "Squares", total, createdAt: 5 });
  await database.put("definitions", { ...sampleDefinition, inputs: { type: "packed", values } }, [room.id, 1]);
  await database.put("tallies", { room: room.id, job: 1, ...tally });
  await database.put("jobs", { room: room.id, job: 2, title: "Squares", total: 0, createdAt: 6 });
  await database.put("definitions", { ...sampleDefinition, inputs: { type: "open" } }, [room.id, 2]);
  await database.put("inputs", { ...values, skipped: new Uint32Array() }, [room.id, 2, 1]);
  const grown = { ...tally, inputRecords: 1, added: total, isSealed: false };
  await database.put("tallies", { room: room.id, job: 2, ...grown });
  database.close();
}
