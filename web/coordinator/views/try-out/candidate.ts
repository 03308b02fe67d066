import type { BlobName } from "../../../core/blobs/blob-name.ts";
import { iteratorOf } from "../../../core/job/input-stream.ts";
import { openInputs } from "../../../core/job/inputs.ts";
import { checkDefinition, type JobDefinition } from "../../../core/job/job-definition.ts";
import { JobRefused, type Problem } from "../../../core/job/problem.ts";
import type { Trial } from "../../../core/job/trial.ts";
import { messageOf } from "../../../core/message-of.ts";
import { problem, value, type Result } from "../../../core/result.ts";
import type { ChosenOptions, ReadyJob } from "../../../workloads/workload.ts";
import type { Candidate } from "./try-out.tsx";

/** Milliseconds that a try-out may take where the job's time limit is left to the page: a person waits for it. */
const patienceMs = 10_000;

/** Milliseconds that a try-out takes at most, however long a task may take: nothing else ends one. */
const longestMs = 60_000;

/** What a room would refuse of the definition. */
export function refusalsOf(definition: JobDefinition): readonly Problem[] {
  try {
    checkDefinition(definition);
    return [];
  } catch (error) {
    if (error instanceof JobRefused) return error.problems;
    throw error;
  }
}

/** The sound job's program with its first input; a text where there is none, and why. `text` is the program as it was written. */
export async function candidateOf(ready: ReadyJob, text: string, chosen: ChosenOptions): Promise<Candidate | string> {
  const first = await firstInputOf(ready);
  if (first.type === "problem") return first.problem;
  return {
    source: ready.definition.program.source,
    ...bytesFor(ready),
    text,
    input: first.value,
    isGlanced: true,
    timeLimitMs: chosen.timeLimitMs === "auto" ? patienceMs : Math.min(chosen.timeLimitMs, longestMs),
  };
}

function bytesFor({ definition: { shared, program }, blobs }: ReadyJob): Pick<Trial, "shared" | "files"> {
  const byHash = new Map(blobs.map(({ name, bytes }) => [name.hash, bytes]));
  const bytesOf = ({ hash }: BlobName): Uint8Array => byHash.get(hash) ?? new Uint8Array();
  const files = Object.entries(program.files).map(([name, blob]) => [name, bytesOf(blob)] as const);
  return { shared: shared === null ? null : bytesOf(shared), files: new Map(files) };
}

async function firstInputOf({ definition, source }: ReadyJob): Promise<Result<unknown>> {
  if (source === null) {
    const inputs = openInputs(checkDefinition(definition).inputs);
    return inputs.total === 0 ? problem("the job has none.") : value(inputs.at(0));
  }
  try {
    const stream = iteratorOf(source);
    const first = await stream.next();
    await stream.return?.();
    return first.done === true ? problem("its source gives none.") : value(first.value);
  } catch (error) {
    return problem(messageOf(error));
  }
}
