import type { InputRecipe } from "../../core/job/input-recipe.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { isSameBytes } from "../../core/same-bytes.ts";
import { packAll } from "../../core/values/packed.ts";

/** Whether both are the same job: program, inputs, shared value, files and options, byte for byte. Both as `checkDefinition` gives them. */
export function isSameDefinition(
  { inputs: someInputs, ...some }: JobDefinition,
  { inputs: otherInputs, ...other }: JobDefinition,
): boolean {
  return isSame(some, other) && isSameRecipe(someInputs, otherInputs);
}

/** Packed inputs may be more than one value holds. */
function isSameRecipe(some: InputRecipe, other: InputRecipe): boolean {
  if (some.type !== "packed" || other.type !== "packed") return isSame(some, other);
  const { ends, bytes } = some.values;
  const others = other.values;
  return (
    ends.length === others.ends.length &&
    ends.every((end, at) => end === others.ends[at]) &&
    isSameBytes(bytes, others.bytes)
  );
}

function isSame(some: unknown, other: unknown): boolean {
  return isSameBytes(packAll([some]).bytes, packAll([other]).bytes);
}
