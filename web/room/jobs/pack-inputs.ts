import type { InputSource } from "../../core/job/input-source.ts";
import { messageOf } from "../../core/message-of.ts";
import type { Packed } from "../../core/values/format.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { Packer } from "../../core/values/packed.ts";
import type { LargeInput } from "../../core/wire/messages.ts";

/** The inputs of a batch, or of the first of its tasks; or why there is not even the first one. */
export type PackedInputs =
  | { readonly type: "packed"; readonly inputs: Packed }
  | { readonly type: "failed"; readonly task: number; readonly reason: string };

/**
 * The inputs of as many of these tasks as one message holds, in their order: at least the first, which fits alone.
 * Limits of a batch that go by what was measured before do not know the next input's size. An input that cannot be had, or
 * cannot travel, ends the batch before it.
 */
export function packInputs(indices: Uint32Array, inputOf: (index: number, nth: number) => unknown): PackedInputs {
  const packer = new Packer();
  let isTooLarge = false;
  for (let nth = 0; nth < indices.length && !isTooLarge; nth += 1) {
    const index = indices[nth] ?? 0;
    try {
      packer.append(inputOf(index, nth));
    } catch (error) {
      if (packer.count === 0) return { type: "failed", task: index, reason: messageOf(error) };
      break;
    }
    isTooLarge = packer.byteLength > maxValueBytes;
  }
  try {
    const inputs = packer.take();
    return { type: "packed", inputs: isTooLarge ? withoutLast(inputs) : inputs };
  } catch (error) {
    // There is no memory for all of them in one piece.
    return { type: "failed", task: indices[0] ?? 0, reason: messageOf(error) };
  }
}

function withoutLast({ ends, bytes }: Packed): Packed {
  const kept = ends.subarray(0, Math.max(1, ends.length - 1));
  return { ends: kept, bytes: bytes.subarray(0, kept.at(-1)) };
}

/**
 * The inputs of these tasks as `packInputs` packs them: within this turn where the source needs no time. Never rejects. Once they are
 * not wanted any more, the rest is not read, and what comes is of no use.
 */
export function packFrom(
  source: InputSource,
  indices: Uint32Array,
  areWanted?: () => boolean,
): PackedInputs | Promise<PackedInputs> {
  const failed = (error: unknown): PackedInputs => ({
    type: "failed",
    task: indices[0] ?? 0,
    reason: messageOf(error),
  });
  try {
    const brought = source.load?.(indices, areWanted) ?? null;
    if (brought === null && source.packed !== undefined) {
      return { type: "packed", inputs: source.packed(indices, maxValueBytes) };
    }
    if (brought === null) return packInputs(indices, (index) => source.at(index));
    return brought.then((values) => packInputs(indices, (_, nth) => values[nth]), failed);
  } catch (error) {
    return failed(error);
  }
}

/** The inputs of a batch, those beside it by their places. */
export interface BatchInputs {
  readonly inputs: Packed;
  readonly large: readonly LargeInput[];
}

/** Those at these places of others, or the first `count` where there are no places. */
export function chosenInputs(
  { inputs, large }: BatchInputs,
  positions: Uint32Array | null,
  count: number,
): BatchInputs {
  const chosen = chosenValues(inputs, positions, count);
  if (positions === null) return { inputs: chosen, large: large.filter(({ at }) => at < count) };
  const places = new Map(Array.from(positions, (place, at) => [place, at]));
  return {
    inputs: chosen,
    large: large.flatMap(({ at, ...name }) => {
      const place = places.get(at);
      return place === undefined ? [] : [{ at: place, ...name }];
    }),
  };
}

function chosenValues({ ends, bytes }: Packed, positions: Uint32Array | null, count: number): Packed {
  if (positions === null) {
    const kept = ends.subarray(0, count);
    return { ends: kept, bytes: bytes.subarray(0, kept.at(-1) ?? 0) };
  }
  const startOf = (place: number): number => ends[place - 1] ?? 0;
  const endOf = (place: number): number => ends[place] ?? 0;
  const lengths = positions.map((place) => endOf(place) - startOf(place));
  const chosen = {
    ends: new Uint32Array(count),
    bytes: new Uint8Array(lengths.reduce((sum, length) => sum + length, 0)),
  };
  let at = 0;
  for (const [nth, place] of positions.entries()) {
    chosen.bytes.set(bytes.subarray(startOf(place), endOf(place)), at);
    at += lengths[nth] ?? 0;
    chosen.ends[nth] = at;
  }
  return chosen;
}
