import { partKinds } from "../../job/part-kind.ts";
import { sampleTicket } from "../../testing/sample-ticket.ts";
import * as fc from "fast-check";
import type { Arbitrary } from "fast-check";
import { isBlobHash, maxBlobBytes, type BlobHash, type BlobName } from "../../blobs/blob-name.ts";
import { epoch, isTabId, jobId, leaseId, parcelId, volunteerId } from "../../ids.ts";
import type { TabId } from "../../ids.ts";
import { consoleLevels } from "../../job/console-level.ts";
import { closeReasons, type ResultBlock } from "../../job/job.ts";
import { maxTemplateLength } from "../../job/template.ts";
import { mostUncreditedBytes } from "../../objects/call-bounds.ts";
import type { Packed } from "../../values/format.ts";
import { maxConsoleCharacters } from "../../values/limits.ts";
import {
  maxDeviceLength,
  maxDurationMs,
  maxFeatures,
  maxFileNameLength,
  maxReasonLength,
  maxSlots,
  maxTaskIndex,
  maxTimeLimitMs,
  maxAboutLength,
  maxTitleLength,
  maxUnitLength,
  maxVolunteerNameLength,
} from "../limits.ts";
import type { DownMessage, UpMessage } from "../messages.ts";
import { downFarewells, upFarewells } from "../farewells.ts";

/** Messages as the two sides may send them, kept small: the limits' edges have tests of their own. */
const mostTasks = 40;

const id = fc.integer({ min: 1, max: 0xffff_ffff });
const leaseName = { epoch: id.map(epoch), lease: id.map(leaseId) };
const slots = fc.integer({ min: 1, max: maxSlots });
const text = (minLength: number, maxLength: number): Arbitrary<string> =>
  fc.string({ minLength, maxLength, unit: "binary" }).filter((t) => t.length >= minLength && t.length <= maxLength);
const milliseconds = (min: number, max: number): Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).map((value) => (value === 0 ? 0 : value));

const tab: Arbitrary<TabId> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""))
  .filter((hex): hex is TabId => isTabId(hex));

const blobHash: Arbitrary<BlobHash> = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""))
  .filter((hex): hex is BlobHash => isBlobHash(hex));

const blobName: Arbitrary<BlobName> = fc.record({ hash: blobHash, bytes: fc.nat(maxBlobBytes) });

function packed(count: number): Arbitrary<Packed> {
  return fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: count, maxLength: count }).map((values) => {
    const ends = new Uint32Array(count);
    let end = 0;
    for (const [i, value] of values.entries()) {
      end += value.length;
      ends[i] = end;
    }
    return { ends, bytes: new Uint8Array(values.flatMap((value) => [...value])) };
  });
}

const count = fc.integer({ min: 1, max: mostTasks });
const task = fc.integer({ min: 0, max: maxTaskIndex });
const feature = fc.stringMatching(/^[a-z0-9-]{1,32}$/);
const indicesOf = (n: number): Arbitrary<Uint32Array> =>
  fc
    .array(fc.integer({ min: 0, max: maxTaskIndex }), { minLength: n, maxLength: n })
    .map((list) => new Uint32Array(list));

const block: Arbitrary<ResultBlock> = count.chain((n) =>
  fc.record({
    indices: indicesOf(n),
    outcomes: fc
      .array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n })
      .map((list) => new Uint8Array(list)),
    runtimesMs: fc
      .array(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: n, maxLength: n })
      .map((list) => new Float32Array(list)),
    values: packed(n),
  }),
);

const callName = {
  ...leaseName,
  job: id.map(jobId),
  task,
  call: fc.integer({ min: 100, max: Number.MAX_SAFE_INTEGER }),
};

const ticket = fc.constantFrom("0", "a").map(sampleTicket);

const type = <Name extends string>(name: Name): Arbitrary<Name> => fc.constant(name);

export const upMessages: { readonly [Type in UpMessage["type"]]: Arbitrary<Extract<UpMessage, { type: Type }>> } = {
  join: fc.record({
    type: type("join"),
    tab,
    name: text(1, maxVolunteerNameLength),
    device: text(0, maxDeviceLength),
    slots,
    features: fc.array(feature, { maxLength: maxFeatures }),
  }),
  limits: fc.record({ type: type("limits"), slots, paused: fc.boolean() }),
  heartbeat: fc.record({ type: type("heartbeat"), leases: fc.array(fc.record(leaseName), { maxLength: 20 }) }),
  results: fc.record({
    type: type("results"),
    ...leaseName,
    job: id.map(jobId),
    parcel: id.map(parcelId),
    offered: fc.option(ticket),
    granted: count.chain(indicesOf),
    busyMs: milliseconds(0, maxDurationMs),
    slot: fc.integer({ min: 0, max: maxSlots - 1 }),
    beganMsAgo: milliseconds(0, maxDurationMs),
    block,
  }),
  console: fc.record({
    type: type("console"),
    job: id.map(jobId),
    task: fc.option(task),
    level: fc.constantFrom(...consoleLevels),
    text: text(0, maxConsoleCharacters),
    dropped: fc.maxSafeNat(),
  }),
  progress: fc.record({
    type: type("progress"),
    running: fc.array(fc.record({ job: id.map(jobId), task, part: milliseconds(0, 1) }), { maxLength: 20 }),
  }),
  call: fc.record({
    type: type("call"),
    ...callName,
    received: fc.nat(99),
    request: fc.integer({ min: 2, max: 18 }).chain(packed),
  }),
  returned: fc.record({ type: type("returned"), ...leaseName, indices: count.chain(indicesOf) }),
  "blob-wanted": fc.record({ type: type("blob-wanted"), hash: blobHash, from: fc.nat(maxBlobBytes) }),
  equipped: fc.record({ type: type("equipped"), job: id.map(jobId) }),
  unequipped: fc.record({ type: type("unequipped"), job: id.map(jobId), reason: text(0, maxReasonLength) }),
  goodbye: fc.record({
    type: type("goodbye"),
    reason: fc.constantFrom(...upFarewells),
    detail: text(0, maxReasonLength),
  }),
};

export const downMessages: {
  readonly [Type in DownMessage["type"]]: Arbitrary<Extract<DownMessage, { type: Type }>>;
} = {
  welcome: fc.record({
    type: type("welcome"),
    epoch: id.map(epoch),
    volunteer: id.map(volunteerId),
    heartbeatMs: milliseconds(1, maxDurationMs),
  }),
  job: fc.record({
    type: type("job"),
    job: id.map(jobId),
    title: text(1, maxTitleLength),
    about: text(0, maxAboutLength),
    workUnit: text(1, maxUnitLength),
    workOfTask: milliseconds(1, Number.MAX_SAFE_INTEGER),
    part: fc.option(fc.constantFrom(...partKinds)),
    taskTemplate: fc.option(text(0, maxTemplateLength)),
    language: fc.constant("javascript" as const),
    source: fc.string({ unit: "binary", maxLength: 400 }),
    timeLimitMs: milliseconds(1, maxTimeLimitMs),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    atMostOnce: fc.boolean(),
    shared: fc.option(blobName),
    files: fc.dictionary(text(1, maxFileNameLength), blobName, { maxKeys: 3, noNullPrototype: true }),
  }),
  blob: fc.record({
    type: type("blob"),
    hash: blobHash,
    offset: fc.nat(maxBlobBytes),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  batch: count.chain((n) =>
    fc.record({
      type: type("batch"),
      ...leaseName,
      job: id.map(jobId),
      indices: indicesOf(n),
      attempts: fc.uint8Array({ min: 1, minLength: n, maxLength: n }),
      inputs: packed(n),
      ticket,
      large: fc
        .uniqueArray(
          fc.record({ at: fc.nat(n - 1), hash: blobHash, bytes: fc.integer({ min: 1, max: maxBlobBytes }) }),
          {
            selector: ({ at }) => at,
            maxLength: 4,
          },
        )
        .map((list) => list.toSorted((a, b) => a.at - b.at)),
    }),
  ),
  answer: fc.record({ type: type("answer"), ...callName, answer: fc.integer({ min: 2, max: 3 }).chain(packed) }),
  "call-credit": fc.record({ type: type("call-credit"), bytes: fc.integer({ min: 1, max: mostUncreditedBytes }) }),
  recall: fc.record({ type: type("recall"), ...leaseName, count: fc.integer({ min: 1, max: maxTaskIndex }) }),
  committed: fc.record({
    type: type("committed"),
    parcels: fc.array(id.map(parcelId), { minLength: 1, maxLength: 50 }),
  }),
  "close-job": fc.record({ type: type("close-job"), job: id.map(jobId), why: fc.constantFrom(...closeReasons) }),
  heartbeat: fc.record({ type: type("heartbeat") }),
  goodbye: fc.record({
    type: type("goodbye"),
    reason: fc.constantFrom(...downFarewells),
    detail: text(0, maxReasonLength),
  }),
};

export const anyUp: Arbitrary<UpMessage> = fc.oneof(...Object.values(upMessages));
export const anyDown: Arbitrary<DownMessage> = fc.oneof(...Object.values(downMessages));
