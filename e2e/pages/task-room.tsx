import { createRoot } from "react-dom/client";
import { Blob } from "../../web/core/blobs/blob.ts";
import { defaultJobOptions } from "../../web/core/job/job.ts";
import type { Pace } from "../../web/core/pace.ts";
import { inSlices } from "../../web/core/time-slices.ts";
import { packAll } from "../../web/core/values/packed.ts";
import { openRoom } from "../../web/coordinator/open-room.ts";
import { CoordinatorPage } from "../../web/coordinator/views/coordinator-page.tsx";
import { browserRoomEnvironment } from "../../web/environment/browser/room-environment.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import type { Room } from "../../web/room/room.ts";
import { PaceContext } from "../../web/ui/use-pace.ts";

// The coordinator's page as people have it. Jobs of any program are started by a spec: no form that ships has one.

let room: Room | null = null;

function create(pace: Pace): Room {
  room = openRoom(pace);
  return room;
}

function shownRoom(): Room {
  if (room === null) throw new Error("the page has not been drawn yet");
  return room;
}

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

const page = {
  async startJob({ source, count, seed = 0, needs = [], shared, files = {} }: TaskJob): Promise<void> {
    const { clock } = browserRoomEnvironment(new FramePacer());
    const blobOf = (bytes: Uint8Array): Promise<Blob> => inSlices(Blob.making(bytes), clock);
    const sharedBlob = shared === undefined ? null : await blobOf(packAll([shared]).bytes);
    const named = await Promise.all(
      Object.entries(files).map(async ([name, text]) => [name, await blobOf(new TextEncoder().encode(text))] as const),
    );
    shownRoom().startJob(
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
  },

  /** The values of the shown job's tasks, by their numbers; what a failed one has thrown, in words; null where there is no result yet. */
  values(count: number): readonly unknown[] {
    const { results } = shownRoom();
    return Array.from({ length: count }, (_, task) => {
      const outcome = results?.at(task)?.outcome;
      if (outcome?.type === "value") return outcome.value;
      return outcome?.type === "failed" ? `${outcome.error.name}: ${outcome.error.message}` : null;
    });
  },

  /** Slot and start of each task's result, in milliseconds of the job; -1 where it is not known. */
  places(count: number): readonly (readonly [slot: number, startedMs: number])[] {
    const { results } = shownRoom();
    return Array.from({ length: count }, (_, task) => {
      const result = results?.at(task) ?? null;
      return [result?.slot ?? -1, result?.startedMs ?? -1];
    });
  },
};

export type TaskRoom = typeof page;

declare global {
  var taskRoom: TaskRoom;
}

globalThis.taskRoom = page;

// The page of the server that this script is added to has a root that is drawn to already.
const root = document.createElement("div");
document.body.replaceChildren(root);
createRoot(root).render(
  <PaceContext value={new FramePacer()}>
    <CoordinatorPage openRoom={create} />
  </PaceContext>,
);
