import type { PlacedBlob } from "../core/blobs/inputs-apart.ts";
import type { InputChunk } from "../core/job/appended-inputs.ts";
import type { LargeInput } from "../core/wire/messages.ts";
import type { AcceptedResults, JournalEntry } from "./journal.ts";
import type { MemoryBlobs } from "./memory-blobs.ts";
import type { StoredDefinition } from "./stored-inputs.ts";
import type { JobHead, JobTally } from "./tally.ts";

export interface MemoryJob {
  readonly head: JobHead;
  readonly definition: StoredDefinition;
  tally: JobTally;
  readonly results: AcceptedResults[];
  readonly inputs: MemoryInputs[];
}

interface MemoryInputs extends InputChunk {
  readonly large: readonly LargeInput[];
}

/** Entries after which another journal has the job as it stands here. */
export function* entriesOf(
  { head, definition, tally, results, inputs }: MemoryJob,
  blobs: MemoryBlobs,
): Generator<JournalEntry> {
  const { job, total, createdAt } = head;
  const placed = (large: readonly LargeInput[]): readonly PlacedBlob[] =>
    large.map(({ at, ...name }) => ({ at, blob: { name, bytes: blobs.findBytes(name) ?? new Uint8Array() } }));
  const { large = [], ...recipe } = definition.inputs;
  yield {
    type: "job-created",
    job,
    total,
    isSealed: tally.isSealed,
    definition: { ...definition, inputs: recipe },
    blobs: blobs.usedBy(head),
    large: placed(large),
    createdAt,
  };
  for (const { inputs: values, skipped, large: further } of inputs) {
    yield { type: "tasks-added", job, inputs: values, skipped, large: placed(further) };
  }
  for (const accepted of results) yield { type: "results-accepted", job, results: accepted };
  if (tally.sourceProblem !== null) yield { type: "job-sealed", job, problem: tally.sourceProblem };
  const { phase, elapsedMs, problem, endedBy, endRule } = tally;
  yield {
    type: "job-changed",
    job,
    phase,
    elapsedMs,
    ...(problem === undefined || problem === null ? {} : { problem }),
    ...(endedBy === undefined || endedBy === null ? {} : { endedBy }),
    ...(endRule === undefined ? {} : { endRule }),
  };
}
