import type { VolunteerEffect } from "../core/volunteer/events.ts";
import { encodedAt } from "../core/values/value-column.ts";
import type { UpMessage } from "../core/wire/messages.ts";

type Results = Extract<UpMessage, { type: "results" }>;

/** The orders of a tab that keeps one task in so many to itself, or all where that is 1: it computes them, says that it is there, and never answers for them. */
export function withSilence(effects: readonly VolunteerEffect[], oneIn: number): readonly VolunteerEffect[] {
  return effects.flatMap((effect) => {
    if (effect.type !== "send" || effect.message.type !== "results") return [effect];
    const message = withoutHeld(effect.message, oneIn);
    return message === null ? [] : [{ type: "send" as const, message }];
  });
}

function withoutHeld(message: Results, oneIn: number): Results | null {
  const { indices, outcomes, runtimesMs, values } = message.block;
  const told = [...indices.keys()].filter((at) => (indices[at] ?? 0) % oneIn !== 0);
  if (told.length === indices.length) return message;
  if (told.length === 0) return null;
  const pick = (column: ArrayLike<number>): number[] => told.map((at) => column[at] ?? 0);
  return {
    ...message,
    block: {
      indices: Uint32Array.from(pick(indices)),
      outcomes: Uint8Array.from(pick(outcomes)),
      runtimesMs: Float32Array.from(pick(runtimesMs)),
      values: packedOnly(told.map((at) => encodedAt(values, at))),
    },
  };
}

function packedOnly(parts: readonly Uint8Array[]) {
  const ends = new Uint32Array(parts.length);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const [at, part] of parts.entries()) {
    bytes.set(part, end);
    end += part.length;
    ends[at] = end;
  }
  return { ends, bytes };
}
