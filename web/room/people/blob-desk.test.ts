import { expect, test } from "vitest";
import type { BlobHash } from "../../core/blobs/blob-name.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import { pieceBytes } from "../../core/blobs/pieces.ts";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { loadId, volunteerId } from "../../core/ids.ts";
import { unwatched } from "../testing/unwatched.ts";
import { LargeInputs } from "../jobs/large-inputs.ts";
import { BlobDesk } from "./blob-desk.ts";

const input = sampleBlob(2 * pieceBytes, 1);
const blob = sampleBlob(2 * pieceBytes, 2);
const unknown = sampleBlob(10, 3);
const ada = volunteerId(1);
const bob = volunteerId(2);

async function neverRead(): Promise<never> {
  return new Promise(() => {});
}

/** A desk with a blob of a job for everybody, and an input that a lease of ada's needs. */
function opened() {
  const progress: number[] = [];
  const inputs = new LargeInputs(4 * pieceBytes, { now: () => 0 }, unwatched);
  inputs.keepInput(loadId(1), input, () => ({ type: "failed", task: 0, reason: "not to be read" }));
  inputs.noteSent(loadId(1), ada);
  const blobs = new Map([[blob.name.hash, blob]]);
  const find = (hash: BlobHash): Blob | null => blobs.get(hash) ?? null;
  const desk = new BlobDesk({ linkOf: () => null }, find, inputs, (volunteer) => progress.push(volunteer));
  const ask = (volunteer: typeof ada, { name }: typeof blob, from: number): void => {
    expect(desk.takeRequest(volunteer, name.hash, from)).toBeNull();
    desk.sendPieces();
  };
  return { desk, inputs, progress, ask };
}

test("each piece of what a volunteer needs is progress once, however often it asks", () => {
  const { progress, ask } = opened();
  for (const each of [input, blob]) {
    for (const from of [0, 0, pieceBytes, 0, pieceBytes]) ask(ada, each, from);
  }
  expect(progress).toEqual([ada, ada, ada, ada]);
});

test("what nothing names, or no lease of the volunteer needs, is no progress", () => {
  const { inputs, progress, ask } = opened();
  ask(ada, unknown, 0);
  ask(bob, input, 0);
  inputs.dropLoad(loadId(1));
  ask(ada, input, 0);
  expect(progress).toEqual([]);
});

test("a blob of an open job that is a large input of others as well is progress for whoever fetches it", () => {
  const { inputs, progress, ask } = opened();
  inputs.keepInput(loadId(2), blob, () => ({ type: "failed", task: 0, reason: "not to be read" }));
  inputs.noteSent(loadId(2), bob);
  for (const from of [0, pieceBytes, 0]) ask(ada, blob, from);
  expect(progress).toEqual([ada, ada]);
});

test("requests for inputs that a volunteer's leases need no more make way for others before it is sent away", () => {
  const { desk, inputs } = opened();
  const many = Array.from({ length: 20 }, (_, nth) => sampleBlob(4 * pieceBytes, 100 + nth));
  for (const [nth, each] of many.entries()) {
    const [ofAda, ofBob] = [loadId(10 + 2 * nth), loadId(11 + 2 * nth)];
    // Not in memory, and needed by another volunteer all the time.
    for (const load of [ofAda, ofBob]) inputs.keepInput(load, each, neverRead);
    inputs.noteSent(ofAda, ada);
    inputs.noteSent(ofBob, bob);
  }
  for (const [nth, { name }] of many.entries()) {
    for (let from = 0; from < name.bytes; from += pieceBytes) {
      expect(desk.takeRequest(ada, name.hash, from)).toBeNull();
    }
    // Its task is given back.
    inputs.dropLoad(loadId(10 + 2 * nth));
  }
});

test("over another link all pieces are progress again", () => {
  const { desk, progress, ask } = opened();
  ask(ada, input, 0);
  ask(ada, blob, 0);
  desk.forgetVolunteer(ada);
  ask(ada, input, 0);
  ask(ada, blob, 0);
  expect(progress).toHaveLength(4);
});
