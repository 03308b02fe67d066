import { describe, expect, test } from "vitest";
import type { Blob } from "../blobs/blob.ts";
import { pieceBytes } from "../blobs/pieces.ts";
import { sampleBlob } from "../blobs/testing/sample-blobs.ts";
import { outcomes } from "../job/job.ts";
import { thrownAt } from "../values/packed.ts";
import { encodedAt } from "../values/value-column.ts";
import type { UpMessage } from "../wire/messages.ts";
import type { VolunteerEffect } from "./events.ts";
import { taskAt } from "./state.ts";
import { batch, closeJob, job, piece, recall, welcome } from "./testing/down-messages.ts";
import { answered, heard, identity, presentRig, type VolunteerRig } from "./testing/volunteer-rig.ts";

const large = sampleBlob(pieceBytes + 9, 1);
const other = sampleBlob(2 * pieceBytes, 2);

/** Tasks that have begun, and what was said, in words. */
function inWords(effects: readonly VolunteerEffect[]): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.type === "start-run") return [`run ${effect.run}: ${effect.indices.join(" ")}`];
    return effect.type === "send" ? saidInWords(effect.message) : [];
  });
}

function saidInWords(message: UpMessage): readonly string[] {
  if (message.type === "blob-wanted") {
    return [`want ${message.hash === large.name.hash ? "large" : "other"} ${message.from / pieceBytes}`];
  }
  if (message.type === "results") {
    return [`results of ${message.block.indices.join(" ")}: ${message.block.outcomes.join(" ")}`];
  }
  return message.type === "returned" ? [`returned ${message.indices.join(" ")}`] : [];
}

function hear(rig: VolunteerRig, ...messages: readonly Parameters<typeof heard>[0][]): readonly string[] {
  return messages.flatMap((message) => inWords(rig.effectsOf(heard(message))));
}

function pieces(blob: Blob): readonly ReturnType<typeof piece>[] {
  const count = Math.ceil(blob.name.bytes / pieceBytes);
  return Array.from({ length: count }, (_, nth) => piece(blob, nth * pieceBytes));
}

function spoilt(blob: Blob): readonly ReturnType<typeof piece>[] {
  return pieces(blob).map((one) => Object.assign(one, { bytes: one.bytes.map((byte) => byte ^ 1) }));
}

describe("a task with a large input", () => {
  test("begins when the input is there, with its bytes", () => {
    const rig = presentRig();
    expect(hear(rig, batch(1, [5], 1, { 0: large.name }))).toEqual(["want large 0", "want large 1"]);
    const [first, last] = pieces(large);
    if (first === undefined || last === undefined) throw new Error("two pieces");
    expect(hear(rig, first)).toEqual([]);
    const begun = rig.effectsOf(heard(last)).find(({ type }) => type === "start-run");
    if (begun?.type !== "start-run") throw new Error("nothing has begun");
    expect(Array.from(begun.indices)).toEqual([5]);
    expect(Buffer.from(encodedAt(begun.inputs, 0)).equals(large.bytes)).toBe(true);
    expect(taskAt(rig.machine, begun.run, 0)).toMatchObject({ task: 5, largeBytes: large.name.bytes });
  });

  test("holds up no batch behind it", () => {
    const rig = presentRig();
    hear(rig, batch(1, [5], 1, { 0: large.name }));
    expect(hear(rig, batch(2, [6]))).toEqual(["run 1: 6"]);
  });

  test("begins at once where an earlier task had the same one", () => {
    const rig = presentRig();
    hear(rig, batch(1, [5], 1, { 0: large.name }), ...pieces(large));
    inWords(rig.effectsOf(answered(1, 1)));
    rig.effectsOf({ type: "run-ended", run: 1 });
    expect(hear(rig, batch(2, [6], 1, { 0: large.name }))).toEqual(["run 2: 6"]);
  });

  test("is answered with the reason where its input cannot be had, and the tasks around it are computed", () => {
    const rig = presentRig();
    hear(rig, batch(1, [4, 5, 6], 1, { 1: large.name }));
    const effects = [...spoilt(large), ...spoilt(large)].flatMap((one) => rig.effectsOf(heard(one)));
    expect(inWords(effects)).toEqual(["want large 0", "want large 1", `results of 5: ${outcomes.crashed}`]);
    rig.effectsOf(answered(1, 1));
    expect(inWords(rig.effectsOf({ type: "run-ended", run: 1 }))).toEqual(["run 2: 6"]);
    const [said] = effects.flatMap((effect) =>
      effect.type === "send" && effect.message.type === "results" ? [effect.message.block.values] : [],
    );
    if (said === undefined) throw new Error("nothing was said");
    expect(thrownAt(said, 0)).toMatchObject({ name: "BlobError", message: expect.stringContaining(large.name.hash) });
  });

  test("is returned before it has begun like any other, and its input asked for no further", () => {
    const rig = presentRig();
    hear(rig, batch(1, [5], 1, { 0: other.name }));
    expect(hear(rig, recall(1, 1))).toEqual(["returned 5"]);
    expect(rig.machine.blobs.progress).toBeNull();
    expect(hear(rig, ...pieces(other))).toEqual([]);
  });

  test("is gone with its job", () => {
    const rig = presentRig();
    hear(rig, batch(1, [5], 1, { 0: other.name }), closeJob(1));
    expect(rig.machine.blobs.progress).toBeNull();
    expect(hear(rig, ...pieces(other))).toEqual([]);
  });

  test("is given back with many others, and none of their inputs is asked for on the way", () => {
    const rig = presentRig();
    const inputs = Array.from({ length: 100 }, (_, nth) => ({ hash: sampleBlob(1, nth).name.hash, bytes: 40 << 20 }));
    for (const [nth, name] of inputs.entries()) hear(rig, batch(nth + 1, [nth], 1, { 0: name }));
    const said = inWords(rig.effectsOf({ type: "paused" }));
    expect(said).toEqual(inputs.map((_, nth) => `returned ${nth}`));
  });

  test("is gone with its job and many others, and none of their inputs is asked for on the way", () => {
    const rig = presentRig();
    for (let nth = 0; nth < 100; nth += 1) {
      const name = { hash: sampleBlob(1, nth).name.hash, bytes: 40 << 20 };
      hear(rig, batch(nth + 1, [nth], 1, { 0: name }));
    }
    expect(hear(rig, closeJob(1))).toEqual([]);
  });

  test("is returned before inputs are asked for that have room in its stead", () => {
    const rig = presentRig();
    const [first, second] = [1, 2].map((seed) => ({ hash: sampleBlob(1, seed).name.hash, bytes: 40 << 20 }));
    if (first === undefined || second === undefined) throw new Error("two inputs");
    hear(rig, batch(1, [5], 1, { 0: first }), batch(2, [6], 1, { 0: second }));
    expect(hear(rig, recall(1, 1))[0]).toBe("returned 5");
  });

  test("goes on over another link where its bytes ended", () => {
    const rig = presentRig();
    const [first] = pieces(other);
    if (first === undefined) throw new Error("two pieces");
    hear(rig, batch(1, [5], 1, { 0: other.name }), first);
    rig.effectsOf({ type: "link-ended" });
    rig.effectsOf({ type: "link-opened", identity });
    hear(rig, welcome(), job(1));
    expect(hear(rig, batch(2, [5], 1, { 0: other.name }))).toEqual(["want other 1"]);
  });
});

test("a run ends before the first input that is not here", () => {
  const rig = presentRig();
  hear(rig, batch(1, [1]));
  rig.effectsOf(answered(1, 1, { busyMs: 1 }));
  rig.effectsOf({ type: "run-ended", run: 1 });
  expect(hear(rig, batch(2, [2, 3, 4, 5], 1, { 2: large.name }))).toEqual([
    "want large 0",
    "want large 1",
    "run 2: 2 3",
  ]);
  expect(hear(rig, ...pieces(large))).toEqual(["run 3: 4 5"]);
});
