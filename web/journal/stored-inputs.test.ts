import { expect, test } from "vitest";
import { Blob } from "../core/blobs/blob.ts";
import { openInputs } from "../core/job/inputs.ts";
import { atOnce } from "../core/time-slices.ts";
import { packAll } from "../core/values/packed.ts";
import { storedDefinition, wholeDefinition } from "./stored-inputs.ts";
import { sampleDefinition } from "./testing/samples.ts";

test("a list job with a large input whose bytes are missing is read all the same: that input alone cannot be", async () => {
  const [there, gone] = ["there", "gone"].map((text) => atOnce(Blob.making(packAll([text.repeat(100)]).bytes)));
  if (there === undefined || gone === undefined) throw new Error("no blobs");
  const definition = { ...sampleDefinition, inputs: { type: "packed", values: packAll([null, 5, null]) } } as const;
  const stored = storedDefinition(definition, [
    { at: 0, blob: there },
    { at: 2, blob: gone },
  ]);
  const { inputs } = await wholeDefinition(stored, async ({ hash }) => (hash === there.name.hash ? there.bytes : null));
  const source = openInputs(inputs);
  expect([source.at(0), source.at(1)]).toEqual(["there".repeat(100), 5]);
  for (const read of [() => source.at(2), () => source.look(2), () => source.openAt?.(2)]) {
    expect(read).toThrow("Value 2 cannot be read: the bytes end inside the value");
  }
});
