import { expect, test } from "vitest";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

const megabytes = 1_000_000;

function lengthOf(input: unknown): unknown {
  return input instanceof Uint8Array ? input.length : input;
}

// 160 MB are packed, hashed and sent: half a minute on a slow machine.
test(
  "eight inputs of 20 MB run through, though a batch of them is more than a message holds",
  { timeout: 240_000 },
  async () => {
    const opened = await OpenedRoom.open();
    const lengths: unknown[] = [];
    const task = (input: unknown): unknown => {
      lengths.push(lengthOf(input));
      return lengths.at(-1);
    };
    await opened.enter("laptop", task, 2);
    const large = new Uint8Array(20 * megabytes);
    const values = Array.from({ length: 8 }, () => large);
    const definition = squaresOf(1, { batchSize: 8, speculation: false });
    await opened.start({ ...definition, inputs: { type: "list", values } });
    expect(opened.job).toMatchObject({ phase: "done", done: 8 });
    // Each was sent once: what did not fit was no attempt.
    expect(Array.from({ length: 8 }, (_, index) => opened.room.results?.at(index)?.attempts)).toEqual(
      Array.from({ length: 8 }, () => 1),
    );
    expect(lengths).toEqual(Array.from({ length: 8 }, () => large.length));
  },
);

test("small inputs followed by large ones run through, too, when batches have grown meanwhile", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", lengthOf);
  const large = new Uint8Array(4 * megabytes);
  const values = Array.from({ length: 2_020 }, (_, task) => (task < 2_000 ? task : large));
  await opened.start({ ...squaresOf(1), inputs: { type: "list", values } });
  expect(opened.job).toMatchObject({ phase: "done", done: 2_020 });
});
