import { iteratorOf, type InputStream } from "../../core/job/input-stream.ts";

/** Reads a stream to its end. */
export async function allInputs(stream: InputStream): Promise<readonly unknown[]> {
  const inputs = iteratorOf(stream);
  const all: unknown[] = [];
  for (let step = await inputs.next(); step.done !== true; step = await inputs.next()) all.push(step.value);
  return all;
}
