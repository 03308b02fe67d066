import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { deleteDB, openDB } from "idb";
import { expect, test } from "vitest";
import { sampleBlob } from "../core/blobs/testing/sample-blobs.ts";
import { jobId, volunteerId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import { historyProblem, type ListedVersion } from "../core/testing/version-history.ts";
import { viewKindOf } from "../core/values/format.ts";
import { packAll } from "../core/values/packed.ts";
import { arrivedColumn } from "../core/values/testing/arrived-column.ts";
import { openIndexedDbJournal } from "./indexed-db-journal.ts";
import type { JournalEntry } from "./journal.ts";
import { migrations } from "./schema.ts";
import { databaseContents } from "./testing/database-contents.ts";
import {
  accepted,
  created,
  sampleDefinition,
  sampleResults,
  sampleRoom,
  sampleRoomId,
  sampleTab,
} from "./testing/samples.ts";

/** The same value with its fields in the order of their names, and typed arrays by their kinds. */
function inOrder(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return [viewKindOf(value), ...new Uint8Array(value.buffer)];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The stores and indexes of a new database, and what is in it once something of every kind is on record. */
async function describeDatabase(name: string): Promise<string> {
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await journal.begin(sampleRoomId(1), 1);
  if (begun.type !== "begun") throw new Error(`the room is not begun: ${begun.type}`);
  const texts = Array.from({ length: 20 }, (_, at) => `${at} * ${at} = ${at * at}`);
  const results = sampleResults(texts.map((_, at) => at));
  const alike = { ...results, block: { ...results.block, values: arrivedColumn(texts) } };
  const attempt = { volunteer: volunteerId(1), outcome: outcomes.threw, runtimeMs: 1, error: Uint8Array.of(1, 2) };
  const failures = [{ task: 6, history: [attempt, { ...attempt, outcome: "lost" as const }] }];
  const failed = sampleResults([], { failures, attempts: Uint8Array.of(2) });
  const { block } = sampleResults([4]);
  const ending = sampleResults([4], { block: { ...block, outcomes: Uint8Array.of(outcomes.endsJob) } });
  const problem = { name: "SyntaxError", message: "Unexpected token", stack: "" };
  const entries: JournalEntry[] = [
    { type: "volunteer-known", id: volunteerId(1), tab: sampleTab(1), name: "laptop" },
    created(1, 1, [sampleBlob(3)]),
    accepted(jobId(1), sampleResults([1, 2], { positions: Uint32Array.of(0) })),
    accepted(jobId(1), alike),
    accepted(jobId(1), failed),
    {
      type: "tasks-added",
      job: jobId(1),
      inputs: { ends: Uint32Array.of(1), bytes: Uint8Array.of(7) },
      skipped: Uint32Array.of(0),
    },
    {
      type: "tasks-added",
      job: jobId(1),
      inputs: packAll([null, 1]),
      large: [{ at: 0, blob: sampleBlob(4) }],
      skipped: new Uint32Array(),
    },
    { type: "job-sealed", job: jobId(1), problem: { type: "failed", task: 1, reason: "the disk is gone" } },
    { type: "job-changed", job: jobId(1), phase: "stopped", elapsedMs: 5, problem },
    {
      ...created(2, 2),
      definition: {
        ...sampleDefinition,
        inputs: { type: "packed", values: packAll([1, null]) },
        options: { ...sampleDefinition.options, atMostOnce: true },
      },
      large: [{ at: 1, blob: sampleBlob(3) }],
    },
    accepted(jobId(2), ending),
    { type: "job-changed", job: jobId(2), phase: "ended-early", elapsedMs: 5, endedBy: 4 },
  ];
  expect(await journal.write(sampleRoomId(1), begun.room.epoch, entries, "strict")).toEqual({ type: "written" });
  journal.close();
  const database = await openDB(name);
  const stores = [...database.objectStoreNames].map((store) => {
    const { keyPath, indexNames } = database.transaction(store).store;
    return { store, keyPath, indexes: [...indexNames] };
  });
  database.close();
  return JSON.stringify([stores, await databaseContents(name)], inOrder);
}

/**
 * Released versions of the database. When the hash changes, add a migration and append the line that the test names: browsers
 * out there hold databases of the versions before.
 */
const versions: readonly ListedVersion[] = [
  [2, "cf947f8ce93f70764b8393a69bad7996534b9a7984f0f508747c49fc2c3f3e53", "b49232d6753f15a7"],
  [3, "ab09d9ae9cdc9835ec10842dce8154fd77e386ddbbe3796e4a18c3f0d89f76e9", "a477d04dbc0b5433"],
  [4, "13b5d9e589e93a0c96be55356d28eba3108ee8165f28f7a7dca3b23f4b81f84a", "a10cc1af3ea1c208"],
  [5, "98ae369c2f4c317025c63b89060542d4f8477a2410198bc8ea11f80e8997935c", "bd62b624634caf40"],
  [6, "3e0b6335e5b5fca09a02dbe7a6f43f39c8be90a4fa1583a077b2094edf7f9842", "51ea48df91402e9c"],
  [7, "29a3a9a03d7fb7df601e09a9386846ba09c46c26e5420f78ab969e68c3f8cd5e", "458cf7f73441770b"],
  [8, "5abf05795675c0ac2a6248db7b2aacca2ae4dc946fe1d453893c77b68b27a38a", "9c104daf4cbfc136"],
];

test("the database's version is raised whenever its stores or what is written into them changes", async () => {
  const name = `version-${Date.now()}`;
  const hash = bytesToHex(sha256(utf8ToBytes(await describeDatabase(name))));
  expect(historyProblem(versions, migrations.length, hash)).toBeNull();
  await deleteDB(name);
});
