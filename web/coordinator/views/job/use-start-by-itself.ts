import { useEffect, useEffectEvent } from "react";
import type { CoordinatorUrl } from "../../coordinator-url.ts";
import { readOptions } from "../../option-fields.ts";
import type { Room } from "../../../room/room.ts";
import type { StartJob } from "./job-form.tsx";
import { presentIn, type RoomState } from "../../../room/store.ts";

/**
 * Starts the URL's job once, when its number of volunteers is in, unless a job has been started by hand before.
 * Returns that number; null if nothing will start by itself.
 */
export function useStartByItself(
  { store }: Room,
  { workload, values, options, startAt, problems }: CoordinatorUrl,
  start: StartJob,
): number | null {
  const { chosen } = readOptions(options);
  const waitsFor = problems.length === 0 && chosen !== null ? startAt : null;
  const startNow = useEffectEvent(() => {
    if (chosen === null) return;
    const definition = workload.createJob(values, chosen);
    start({ type: "prepared", definition, source: workload.openSource?.(values) ?? null, blobs: [] });
  });
  useEffect(() => {
    if (waitsFor === null) return;
    let started = false;
    const look = (state: RoomState): void => {
      if (started) return;
      if (state.job === null && presentIn(state.volunteers).length < waitsFor) return;
      // Set before the start, which changes the store and so calls `look` again at once.
      started = true;
      if (state.job === null) startNow();
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
    return unsubscribe;
  }, [store, waitsFor]);
  return waitsFor;
}
