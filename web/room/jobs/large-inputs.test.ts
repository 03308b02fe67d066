import { describe, expect, test } from "vitest";
import type { Blob } from "../../core/blobs/blob.ts";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { loadId, volunteerId, type LoadId, type VolunteerId } from "../../core/ids.ts";
import { unwatched } from "../testing/unwatched.ts";
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
function opened(keptBytes = 2_000) {
  const reads: string[] = [];
  const time = { now: 0 };
  let arrivals = 0;
  const noteArrival = (): void => {
    arrivals += 1;
  };
  const inputs = new LargeInputs(keptBytes, { now: () => time.now }, { ...unwatched, noteArrival });
  const keep = (load: LoadId, blob: Blob, name: string, volunteer: VolunteerId | null = null): void => {
    inputs.keepInput(load, blob, () => {
      reads.push(name);
      return packedOf(blob.bytes);
    });
    if (volunteer !== null) inputs.noteSent(load, volunteer);
  };
  const ask = (volunteer: VolunteerId, { name }: Blob): Uint8Array | null => {
    inputs.bytesFor(volunteer, name.hash);
    inputs.readMissing();
    return inputs.bytesFor(volunteer, name.hash);
  };
  const pass = (ms: number): void => {
    time.now += ms;
    inputs.readMissing();
  };
  return { inputs, reads, keep, ask, pass, arrivals: () => arrivals };
}

test("an input is known as long as any load needs it", () => {
  const { inputs, keep } = opened();
  keep(one, a, "a");
  keep(two, a, "a", ada);
  inputs.dropLoad(one);
  expect(inputs.bytesFor(ada, a.name.hash)).toEqual(a.bytes);
  inputs.dropLoad(two);
  expect(inputs.nameOf(a.name.hash)).toBeNull();
  expect(inputs.bytes).toBe(0);
});

test("what nobody is being sent makes room, and is read again when a volunteer asks for it", () => {
  const { inputs, reads, keep, ask, arrivals } = opened();
  keep(one, a, "a", ada);
  keep(two, b, "b", ada);
  keep(three, c, "c", ada);
  expect(inputs.bytes).toBeLessThanOrEqual(2_000);
  expect(inputs.bytesFor(ada, a.name.hash)).toBeNull();
  expect(ask(ada, a)).toEqual(a.bytes);
  expect(reads).toEqual(["a"]);
  expect(arrivals()).toBe(1);
  expect(inputs.bytes).toBeLessThanOrEqual(2_000);
});

/** Room for two, which are being sent to ada and bob, and a third one that ada asks for as well. */
function full() {
  const all = opened();
  all.keep(one, a, "a", ada);
  all.keep(two, b, "b", bob);
  all.inputs.notePiece(ada, a.name.hash, 500);
  all.inputs.notePiece(bob, b.name.hash, 500);
  all.keep(three, c, "c", ada);
  expect(all.ask(ada, c)).toBeNull();
  expect(all.reads).toEqual([]);
  return all;
}

describe("an input that waits for room is read as soon as another one", () => {
  test("is sent to the end", () => {
    const { inputs, reads, pass } = full();
    inputs.notePiece(ada, a.name.hash, 1_000);
    pass(0);
    expect(reads).toEqual(["c"]);
    expect(inputs.bytesFor(ada, a.name.hash)).toBeNull();
  });

  test("is needed no longer", () => {
    const { inputs, reads } = full();
    inputs.dropLoad(two);
    expect(reads).toEqual(["c"]);
  });

  test("has a volunteer that is gone", () => {
    const { inputs, reads, pass } = full();
    inputs.forgetVolunteer(bob);
    pass(0);
    expect(reads).toEqual(["c"]);
  });

  test("has a volunteer that has been sent nothing of it for long, as one does that has given its task back", () => {
    const { inputs, reads, pass } = full();
    pass(1_900);
    inputs.notePiece(ada, a.name.hash, 600);
    expect(reads).toEqual([]);
    pass(100);
    expect(reads).toEqual(["c"]);
    expect(inputs.bytesFor(ada, a.name.hash)).toEqual(a.bytes);
  });

  test("has had its turn, however slowly it goes on", () => {
    const { inputs, reads, pass } = full();
    for (let end = 501; end < 506; end += 1) {
      expect(reads).toEqual([]);
      for (const [volunteer, { name }] of [
        [ada, a],
        [bob, b],
      ] as const) {
        inputs.notePiece(volunteer, name.hash, end);
      }
      pass(1_000);
    }
    expect(reads).toEqual(["c"]);
  });
});

test("pieces for a volunteer whose leases do not need the input, or sent before, keep no room and are no progress", () => {
  const { inputs, reads, keep, ask } = opened(1_000);
  keep(one, a, "a", ada);
  expect(inputs.notePiece(bob, a.name.hash, 500)).toBe(false);
  keep(two, b, "b", bob);
  expect(inputs.bytes).toBe(1_000);
  expect(inputs.bytesFor(ada, a.name.hash)).toBeNull();
  // Nobody reads it for bob, whose lease has ended.
  expect(ask(bob, a)).toEqual(a.bytes);
  expect(reads).toEqual(["a"]);
  expect(inputs.notePiece(ada, a.name.hash, 1_000)).toBe(true);
  expect(inputs.notePiece(ada, a.name.hash, 1_000)).toBe(false);
  expect(inputs.notePiece(ada, a.name.hash, 500)).toBe(false);
  inputs.dropLoad(one);
  expect(inputs.notePiece(ada, a.name.hash, 1_000)).toBe(false);
});

test("an input is read again for no volunteer whose leases do not need it", () => {
  const { reads, keep, ask } = opened(1_000);
  keep(one, a, "a", ada);
  keep(two, b, "b", ada);
  expect(ask(bob, a)).toBeNull();
  expect(reads).toEqual([]);
});

test("one that asks for a piece of this and of that in turns has each read once a turn", () => {
  const { inputs, reads, keep, ask, pass } = opened(1_000);
  keep(one, a, "a", ada);
  keep(two, b, "b", ada);
  for (let asked = 0; asked < 20; asked += 1) {
    const blob = asked % 2 === 0 ? a : b;
    if (ask(ada, blob) !== null) inputs.notePiece(ada, blob.name.hash, 1_000);
  }
  expect(reads).toEqual(["a", "b"]);
  pass(5_000);
  expect(reads.slice(2)).toEqual(["a"]);
});

test("a small input does not wait behind a large one that has no room, and a large one not for ever behind small ones", () => {
  const { inputs, reads, keep, ask, pass } = opened(2_000);
  const large = sampleBlob(1_500, 4);
  keep(one, a, "a", ada);
  inputs.notePiece(ada, a.name.hash, 1);
  keep(two, large, "large", bob);
  keep(three, b, "b", bob);
  keep(loadId(4), c, "c", bob);
  expect(ask(bob, large)).toBeNull();
  expect(ask(bob, c)).toEqual(c.bytes);
  expect(inputs.bytesFor(ada, a.name.hash)).toEqual(a.bytes);
  for (let end = 2; end < 6; end += 1) {
    pass(1_000);
    inputs.notePiece(ada, a.name.hash, end);
    inputs.notePiece(bob, c.name.hash, end);
  }
  pass(1_000);
  // There is room for the small one, but the large one has waited for a turn.
  expect(ask(bob, b)).toBeNull();
  expect(reads).toEqual([]);
  pass(1_000);
  expect(reads).toEqual(["large"]);
});

test("inputs that take time to be read are read one after the other", async () => {
  const inputs = new LargeInputs(1_000, { now: () => 0 }, unwatched);
  const bring: ((packed: PackedInputs) => void)[] = [];
  const slow: ReadAgain = async () => new Promise((resolve) => bring.push(resolve));
  inputs.keepInput(one, a, slow);
  inputs.keepInput(two, b, slow);
  inputs.keepInput(three, c, slow);
  inputs.noteSent(one, ada);
  inputs.noteSent(two, bob);
  inputs.bytesFor(ada, a.name.hash);
  inputs.bytesFor(bob, b.name.hash);
  inputs.readMissing();
  expect(bring).toHaveLength(1);
  bring[0]?.(packedOf(a.bytes));
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(inputs.bytesFor(ada, a.name.hash)).toEqual(a.bytes);
  inputs.notePiece(ada, a.name.hash, 1_000);
  inputs.readMissing();
  expect(bring).toHaveLength(2);
});

/** One that ada awaits, which is not in memory, and how it is read for each of its loads. */
function awaited(...readings: readonly ReadAgain[]) {
  const time = { now: 0 };
  const losses: string[] = [];
  const noteLoss = (load: LoadId, task: number, reason: string): void => {
    losses.push(`${load} ${task} ${reason}`);
  };
  const inputs = new LargeInputs(1_000, { now: () => time.now }, { ...unwatched, noteLoss });
  for (const [nth, readAgain] of readings.entries()) {
    inputs.keepInput(loadId(nth + 4), a, readAgain);
    inputs.noteSent(loadId(nth + 4), ada);
  }
  inputs.keepInput(three, b, () => packedOf(b.bytes));
  const ask = (): Uint8Array | null => {
    inputs.bytesFor(ada, a.name.hash);
    inputs.readMissing();
    return inputs.bytesFor(ada, a.name.hash);
  };
  return { inputs, time, losses, ask };
}

const isLost = (): PackedInputs => ({ type: "failed", task: 1, reason: "the disk is locked" });

describe("an input that cannot be read again", () => {
  test("is tried again a turn later, and not before", () => {
    let reads = 0;
    const { time, losses, ask } = awaited(() => {
      reads += 1;
      return reads < 2 ? isLost() : packedOf(a.bytes);
    });
    for (const expected of [1, 2]) {
      for (let asked = 0; asked < 5; asked += 1) ask();
      expect(reads).toBe(expected);
      time.now += 5_000;
    }
    expect(ask()).toEqual(a.bytes);
    expect(losses).toEqual([]);
  });

  test("twice in a row is lost, which is told with the task and the reason, and again with each further try", () => {
    const { time, losses, ask, inputs } = awaited(isLost);
    ask();
    expect(losses).toEqual([]);
    time.now += 5_000;
    ask();
    expect(losses).toEqual(["4 1 the disk is locked"]);
    time.now += 5_000;
    ask();
    expect(losses).toHaveLength(2);
    inputs.dropLoad(loadId(4));
    time.now += 5_000;
    ask();
    expect(losses).toHaveLength(2);
  });

  test("for one load is read for another one that needs it", () => {
    const { time, losses, ask } = awaited(isLost, () => packedOf(a.bytes));
    expect(ask()).toBeNull();
    time.now += 5_000;
    expect(ask()).toEqual(a.bytes);
    expect(losses).toEqual([]);
  });
});

/** Room for one, and a second one that is being read for bob. */
function readingSlowly() {
  const inputs = new LargeInputs(1_000, { now: () => 0 }, unwatched);
  const bring: ((packed: PackedInputs) => void)[] = [];
  const slow: ReadAgain = async () => new Promise((resolve) => bring.push(resolve));
  inputs.keepInput(two, b, slow);
  inputs.noteSent(two, bob);
  inputs.keepInput(one, a, slow);
  inputs.bytesFor(bob, b.name.hash);
  inputs.readMissing();
  expect(bring).toHaveLength(1);
  return { inputs, bring, slow };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe("while an input is read that takes its time,", () => {
  test("its room is kept for it", async () => {
    const { inputs, bring, slow } = readingSlowly();
    inputs.keepInput(three, c, slow);
    bring[0]?.(packedOf(b.bytes));
    await turns();
    expect(inputs.bytesFor(bob, b.name.hash)).toEqual(b.bytes);
    expect(inputs.bytes).toBeLessThanOrEqual(1_000);
  });

  test("and its volunteer leaves, it comes to nothing", async () => {
    const { inputs, bring } = readingSlowly();
    inputs.dropLoad(two);
    bring[0]?.(packedOf(b.bytes));
    await turns();
    expect(inputs.nameOf(b.name.hash)).toBeNull();
    expect(inputs.bytes).toBe(0);
  });

  test("and its volunteer leaves, the next one that needs it shares that reading", async () => {
    const { inputs, bring, slow } = readingSlowly();
    inputs.dropLoad(two);
    inputs.keepInput(three, b, slow);
    inputs.noteSent(three, ada);
    inputs.bytesFor(ada, b.name.hash);
    inputs.readMissing();
    bring[0]?.(packedOf(b.bytes));
    await turns();
    expect(inputs.bytesFor(ada, b.name.hash)).toEqual(b.bytes);
    expect(bring).toHaveLength(1);
  });
});
