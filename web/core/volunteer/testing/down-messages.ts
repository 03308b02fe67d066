import type { BlobName } from "../../blobs/blob-name.ts";
import type { Blob } from "../../blobs/blob.ts";
import { sampleTicket } from "../../testing/sample-ticket.ts";
import { pieceLength } from "../../blobs/pieces.ts";
import { epoch, jobId, leaseId, parcelId, volunteerId } from "../../ids.ts";
import type { Packed } from "../../values/format.ts";
import type { DownMessage } from "../../wire/messages.ts";

/** What the coordinator of a test says; everything has epoch 1. */

type Down<Type extends DownMessage["type"]> = Extract<DownMessage, { type: Type }>;

export const heartbeatMs = 5_000;

export function welcome(): Down<"welcome"> {
  return { type: "welcome", epoch: epoch(1), volunteer: volunteerId(7), heartbeatMs };
}

/** A job that needs these blobs: the first one is its shared value, the others are files. */
export function job(id: number, ...blobs: readonly BlobName[]): Down<"job"> {
  const timeLimitMs = 60_000;
  const [shared = null, ...others] = blobs;
  const files = Object.fromEntries(others.map((blob, at) => [`file ${at + 1}`, blob]));
  return {
    type: "job",
    job: jobId(id),
    title: `job ${id}`,
    about: "",
    workUnit: "tasks",
    workOfTask: 1,
    part: null,
    taskTemplate: null,
    language: "javascript",
    source: `// ${id}`,
    timeLimitMs,
    seed: 0,
    atMostOnce: false,
    shared,
    files,
  };
}

/** `large`: inputs that travel beside the batch, by their places in it. */
export function batch(
  lease: number,
  tasks: readonly number[],
  ofJob = 1,
  large: Readonly<Record<number, BlobName>> = {},
): Down<"batch"> {
  return {
    type: "batch",
    epoch: epoch(1),
    lease: leaseId(lease),
    job: jobId(ofJob),
    indices: Uint32Array.from(tasks),
    attempts: Uint8Array.from(tasks, () => 1),
    inputs: packed(tasks.map(inputOf)),
    ticket: sampleTicket("7"),
    large: Object.entries(large).map(([at, name]) => ({ at: Number(at), hash: name.hash, bytes: name.bytes })),
  };
}

/** The piece of the blob that begins at `offset`. */
export function piece({ name, bytes }: Blob, offset = 0): Down<"blob"> {
  const { hash } = name;
  return { type: "blob", hash, offset, bytes: bytes.slice(offset, offset + pieceLength(offset, name)) };
}

export function recall(lease: number, count: number, inEpoch = 1): Down<"recall"> {
  return { type: "recall", epoch: epoch(inEpoch), lease: leaseId(lease), count };
}

export function committed(...parcels: readonly number[]): Down<"committed"> {
  return { type: "committed", parcels: parcels.map(parcelId) };
}

export function closeJob(id: number): Down<"close-job"> {
  return { type: "close-job", job: jobId(id), why: "over" };
}

export function tasksFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** The task's number in four bytes, then some more, so that inputs differ in length. */
function inputOf(task: number): Uint8Array {
  const bytes = new Uint8Array(4 + (task % 3));
  new DataView(bytes.buffer).setUint32(0, task);
  return bytes;
}

/** The tasks that these inputs were made for. */
export function tasksOf({ ends, bytes }: Packed): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from(ends, (end, i) => {
    const start = ends[i - 1] ?? 0;
    const task = view.getUint32(start);
    if (end - start !== inputOf(task).length) throw new Error(`input ${i} is cut wrongly`);
    return task;
  });
}

export function packed(values: readonly Uint8Array[]): Packed {
  let end = 0;
  const ends = Uint32Array.from(values, (value) => (end += value.length));
  return { ends, bytes: Uint8Array.from(values.flatMap((value) => [...value])) };
}
