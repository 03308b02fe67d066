import { expect, test } from "vitest";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { loadId, volunteerId } from "../../core/ids.ts";
import { LargeInputs, type ReadAgain } from "./large-inputs.ts";
import type { PackedInputs } from "./pack-inputs.ts";

const a = sampleBlob(1_000, 1);
const b = sampleBlob(1_000, 2);
const c = sampleBlob(1_000, 3);
const ada = volunteerId(1);
const bob = volunteerId(2);
const [one, two, three] = [loadId(1), loadId(2), loadId(3)];

function packedOf(bytes: Uint8Array): PackedInputs {
  return { type: "packed", inputs: { ends: Uint32Array.of(bytes.length), bytes } };
}

/** Room for two inputs, all of which are read again at once and counted. */
function opened() {
  const reads: string[] = [];
  let arrivals = 0;
  const inputs = new LargeInputs(2_000, () => {
    arrivals += 1;
  });
  const again =
    (name: string, bytes: Uint8Array): ReadAgain =>
    () => {
      reads.push(name);
      return packedOf(bytes);
    };
  return { inputs, reads, again, arrivals: () => arrivals };
}

test("an input is known as long as any load needs it", () => {
  const { inputs, again } = opened();
  inputs.keepInput(one, a, again("a", a.bytes));
  inputs.keepInput(two, a, again("a", a.bytes));
  inputs.dropLoad(one);
  expect(inputs.bytesOf(a.name.hash)).toEqual(a.bytes);
  inputs.dropLoad(two);
  expect(inputs.nameOf(a.name.hash)).toBeNull();
  expect(inputs.bytes).toBe(0);
});

test("what nobody is being sent makes room, and is read again when a volunteer asks for it", () => {
  const { inputs, reads, again, arrivals } = opened();
  for (const [load, blob, name] of [
    [one, a, "a"],
    [two, b, "b"],
    [three, c, "c"],
  ] as const) {
    inputs.keepInput(load, blob, again(name, blob.bytes));
  }
  expect(inputs.bytes).toBeLessThanOrEqual(2_000);
  expect(inputs.bytesOf(a.name.hash)).toBeNull();
  inputs.noteRequest(ada, a.name.hash);
  expect(reads).toEqual(["a"]);
  expect(arrivals()).toBe(1);
  expect(inputs.bytesOf(a.name.hash)).toEqual(a.bytes);
  expect(inputs.bytes).toBeLessThanOrEqual(2_000);
});

test("what is being sent makes no room: a third input waits until one is sent or needed no longer", () => {
  const { inputs, reads, again } = opened();
  inputs.keepInput(one, a, again("a", a.bytes));
  inputs.keepInput(two, b, again("b", b.bytes));
  inputs.noteSent(one, ada);
  inputs.noteSent(two, bob);
  inputs.noteRequest(ada, a.name.hash);
  inputs.noteRequest(bob, b.name.hash);
  inputs.keepInput(three, c, again("c", c.bytes));
  inputs.noteRequest(ada, c.name.hash);
  expect(inputs.bytesOf(c.name.hash)).toBeNull();
  inputs.notePiece(ada, a.name.hash, 500);
  expect(reads).toEqual([]);
  inputs.notePiece(ada, a.name.hash, 1_000);
  expect(reads).toEqual(["c"]);
  // The lease of a volunteer that stopped asking has ended.
  inputs.noteRequest(ada, a.name.hash);
  expect(inputs.bytesOf(a.name.hash)).toBeNull();
  inputs.dropLoad(two);
  expect(reads).toEqual(["c", "a"]);
});

test("inputs that take time to be read are read one after the other", async () => {
  const inputs = new LargeInputs(1_000, () => {});
  const bring: ((packed: PackedInputs) => void)[] = [];
  const slow: ReadAgain = async () => new Promise((resolve) => bring.push(resolve));
  inputs.keepInput(one, a, slow);
  inputs.keepInput(two, b, slow);
  inputs.keepInput(three, c, slow);
  inputs.noteRequest(ada, a.name.hash);
  inputs.noteRequest(bob, b.name.hash);
  expect(bring).toHaveLength(1);
  bring[0]?.(packedOf(a.bytes));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(inputs.bytesOf(a.name.hash)).toEqual(a.bytes);
  inputs.notePiece(ada, a.name.hash, 1_000);
  expect(bring).toHaveLength(2);
});

test("an input that cannot be read again is not asked for over and over, until another load has it", () => {
  const inputs = new LargeInputs(1_000, () => {});
  let reads = 0;
  const broken: ReadAgain = () => {
    reads += 1;
    return { type: "failed", task: 1, reason: "the disk is locked" };
  };
  inputs.keepInput(one, a, broken);
  inputs.keepInput(two, b, broken);
  inputs.noteRequest(ada, a.name.hash);
  inputs.noteRequest(ada, a.name.hash);
  expect(reads).toBe(1);
  inputs.keepInput(three, a, broken);
  expect(inputs.bytesOf(a.name.hash)).toEqual(a.bytes);
});
