import type { InputSource } from "../../core/job/inputs.ts";
import type { Packed } from "../../core/values/format.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { Packer } from "../../core/values/packed.ts";

/**
 * The inputs of as many of these tasks as one message holds, in their order: at least the first, which fits alone.
 * Limits of a batch that go by what was measured before do not know the next input's size.
 */
export function packInputs(source: InputSource, indices: Uint32Array): Packed {
  const packer = new Packer();
  for (const index of indices) {
    packer.append(source.at(index));
    if (packer.byteLength > maxValueBytes) return withoutLast(packer.take());
  }
  return packer.take();
}

function withoutLast({ ends, bytes }: Packed): Packed {
  const kept = ends.subarray(0, Math.max(1, ends.length - 1));
  return { ends: kept, bytes: bytes.subarray(0, kept.at(-1)) };
}
