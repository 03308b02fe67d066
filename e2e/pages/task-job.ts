import { Blob } from "../../web/core/blobs/blob.ts";
import type { Clock } from "../../web/core/clock.ts";
import type { JobId } from "../../web/core/ids.ts";
import { defaultJobOptions } from "../../web/core/job/job.ts";
import { inSlices } from "../../web/core/time-slices.ts";
import { packAll } from "../../web/core/values/packed.ts";
import type { Room } from "../../web/room/room.ts";

/** A job of any program: no form that ships has all of it. */
export interface TaskJob {
  readonly source: string;
  /** One task for each number below. */
  readonly count: number;
  readonly seed?: number;
  readonly needs?: readonly string[];
  readonly shared?: unknown;
  /** Texts by the names of the files. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function startTasks(
  room: Room,
  clock: Clock,
  { source, count, seed = 0, needs = [], shared, files = {} }: TaskJob,
): Promise<JobId> {
  const blobOf = (bytes: Uint8Array): Promise<Blob> => inSlices(Blob.making(bytes), clock);
  const sharedBlob = shared === undefined ? null : await blobOf(packAll([shared]).bytes);
  const named = await Promise.all(
    Object.entries(files).map(async ([name, text]) => [name, await blobOf(new TextEncoder().encode(text))] as const),
  );
  return room.startJob(
    {
      title: "Tasks of a spec",
      unit: "number",
      program: {
        language: "javascript",
        source,
        files: Object.fromEntries(named.map(([name, blob]) => [name, blob.name])),
      },
      inputs: { type: "range", start: 0, step: 1, count },
      shared: sharedBlob?.name ?? null,
      options: { ...defaultJobOptions, batchSize: 1, seed },
      needs,
      view: { type: "table", input: null, task: null },
    },
    { blobs: [...(sharedBlob === null ? [] : [sharedBlob]), ...named.map(([, blob]) => blob)] },
  );
}

/** The values of the shown job's tasks, by their numbers; what a failed one has thrown, in words; null where there is no result yet. */
export function valuesOf({ results }: Room, count: number): readonly unknown[] {
  return Array.from({ length: count }, (_, task) => {
    const outcome = results?.at(task)?.outcome;
    if (outcome?.type === "value") return outcome.value;
    return outcome?.type === "failed" ? `${outcome.error.name}: ${outcome.error.message}` : null;
  });
}
