import { createRoot } from "react-dom/client";
import type { Pace } from "../../web/core/pace.ts";
import { openRoom } from "../../web/coordinator/open-room.ts";
import { CoordinatorPage } from "../../web/coordinator/views/coordinator-page.tsx";
import { browserRoomEnvironment } from "../../web/environment/browser/room-environment.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import type { Room } from "../../web/room/room.ts";
import { PaceContext } from "../../web/ui/use-pace.ts";
import { startTasks, valuesOf, type TaskJob } from "./task-job.ts";

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

const page = {
  startJob: (job: TaskJob): Promise<unknown> =>
    startTasks(shownRoom(), browserRoomEnvironment(new FramePacer()).clock, job),
  values: (count: number): readonly unknown[] => valuesOf(shownRoom(), count),

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
