import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { defaultJobOptions } from "../../web/core/job/job.ts";
import type { Pace } from "../../web/core/pace.ts";
import { CoordinatorPage } from "../../web/coordinator/views/coordinator-page.tsx";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import { browserRoomEnvironment } from "../../web/environment/browser/room-environment.ts";
import { createRoom } from "../../web/room/create-room.ts";
import type { Room } from "../../web/room/room.ts";
import { PaceContext } from "../../web/ui/use-pace.ts";

// The coordinator's page as it ships. Its room is driven by a spec through this object, too: a generator is no form's field.

let room: Room | null = null;

function openRoom(pace: Pace): Room {
  room = createRoom(browserRoomEnvironment(pace), { code: null });
  return room;
}

/** Takes a little time, so that the room's speed has a limit. */
function programOf(spinMs: number): string {
  const wait = `const until = performance.now() + ${spinMs}; while (performance.now() < until);`;
  return `export default (n) => { ${wait} return Number(n) ** 2; }`;
}

const made = { read: 0, mostAhead: 0 };

function settledTasks(): number {
  const job = room?.store.getState().job;
  return (job?.done ?? 0) + (job?.failed ?? 0);
}

/** With `characters` above 0 each number is a text of so many, with zeros in front. */
function* numbersTo(count: number, characters: number): Generator<number | string> {
  made.read = 0;
  made.mostAhead = 0;
  for (let n = 0; n < count; n += 1) {
    made.read += 1;
    if (n % 1_000 === 0) made.mostAhead = Math.max(made.mostAhead, made.read - settledTasks());
    yield characters > 0 ? String(n).padStart(characters, "0") : n;
  }
}

function* failingAfter(count: number, characters: number): Generator<number | string> {
  yield* numbersTo(count, characters);
  throw new Error("the stick is gone");
}

async function* silentAfter(count: number, characters: number): AsyncGenerator<number | string> {
  yield* numbersTo(count, characters);
  await new Promise(() => {});
}

const sources = { ends: numbersTo, fails: failingAfter, "falls silent": silentAfter };

const page = {
  /** Starts a job that squares the numbers below `count`, as a generator makes them, and tells what follows the last one. */
  startJob(count: number, end: keyof typeof sources, spinMs: number, characters: number): void {
    if (room === null) throw new Error("there is no room yet");
    room.startJob(
      {
        title: "Growing",
        unit: "number",
        program: { language: "javascript", source: programOf(spinMs), files: {} },
        inputs: { type: "stream" },
        shared: null,
        options: defaultJobOptions,
        needs: [],
        view: { type: "table", input: null, task: null },
      },
      { source: sources[end](count, characters) },
    );
  },

  /** Inputs read so far, and the most that were read and had no result on the page. */
  inputs(): { readonly read: number; readonly mostAhead: number } {
    return { ...made };
  },

  /** The value on record of a task; null while there is none. */
  valueOf(task: number): number | null {
    const outcome = room?.results?.at(task)?.outcome;
    return outcome?.type === "value" && typeof outcome.value === "number" ? outcome.value : null;
  },
};

declare global {
  var growingRoom: typeof page;
}

globalThis.growingRoom = page;

// The page that the script was added to goes with its element.
document.body.replaceChildren();
const root = document.body.appendChild(document.createElement("div"));
createRoot(root).render(
  createElement(PaceContext, { value: new FramePacer() }, createElement(CoordinatorPage, { openRoom })),
);
