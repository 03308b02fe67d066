import { useEffect, useEffectEvent, useState } from "react";
import type { UrlProblem } from "../../../ui/url-parameters.ts";
import type { CoordinatorUrl } from "../../coordinator-url.ts";
import type { RunTrial } from "../../../core/job/trial.ts";
import { readOptions } from "../../option-fields.ts";
import type { Room } from "../../../room/room.ts";
import { presentIn, type RoomState } from "../../../room/store.ts";
import type { StartJob } from "./job-form.tsx";
import { prepareJob } from "./prepare-job.ts";

interface Start {
  /** The number of volunteers that it waits for; null if nothing will start by itself. */
  readonly waitsFor: number | null;
  /** Why it could not start when they were in, by the fields' names. */
  readonly problems: readonly UrlProblem[];
}

/** Starts the URL's job once, when its number of volunteers is in, unless a job has been started by hand before. */
export function useStartByItself(
  { store }: Room,
  { workload, values, options, startAt, problems }: CoordinatorUrl,
  start: StartJob,
  runTrial: RunTrial,
): Start {
  const { chosen } = readOptions(options);
  const waitsFor = problems.length === 0 && chosen !== null ? startAt : null;
  const [found, setFound] = useState<readonly UrlProblem[]>([]);
  const startNow = useEffectEvent(async () => {
    if (chosen === null) return;
    const prepared = await prepareJob(workload, values, chosen, runTrial);
    if (prepared.type === "wrong") {
      setFound(Object.entries(prepared.problems).map(([parameter, text]) => ({ parameter, text })));
    } else if (store.getState().job === null) start(prepared);
  });
  useEffect(() => {
    if (waitsFor === null) return;
    let started = false;
    const look = (state: RoomState): void => {
      if (started) return;
      if (state.job === null && presentIn(state.volunteers).length < waitsFor) return;
      // Set before the start, which changes the store and so calls `look` again at once.
      started = true;
      // It never rejects: what is wrong is told.
      if (state.job === null) void startNow();
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
    return unsubscribe;
  }, [store, waitsFor]);
  return { waitsFor: found.length === 0 ? waitsFor : null, problems: found };
}
