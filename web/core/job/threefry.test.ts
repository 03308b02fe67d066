import { expect, test } from "vitest";
import { threefry } from "./threefry.ts";

/** The known answers that come with the authors' own library, Random123. */
test.each([
  { key: [0, 0], counter: [0, 0], block: [0x6b20_0159, 0x99ba_4efe] },
  {
    key: [0xffff_ffff, 0xffff_ffff],
    counter: [0xffff_ffff, 0xffff_ffff],
    block: [0x1cb9_96fc, 0xbb00_2be7],
  },
  {
    key: [0x1319_8a2e, 0x0370_7344],
    counter: [0x243f_6a88, 0x85a3_08d3],
    block: [0xc492_3a9c, 0x483d_f7a0],
  },
])("the block of counter $counter under key $key is the known one", ({ key, counter, block }) => {
  const drawn = new Uint32Array(2);
  threefry(key[0] ?? 0, key[1] ?? 0, counter[0] ?? 0, counter[1] ?? 0, drawn);
  expect([...drawn]).toEqual(block);
});
