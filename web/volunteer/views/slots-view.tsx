import { memo } from "react";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { SlotView, VolunteerStore } from "../../membership/store.ts";

/** The task that each slot computes now. */
export function SlotsView({ store }: { store: VolunteerStore }) {
  const slots = useFrameStore(store, (state) => state.slots);
  const paused = useFrameStore(store, (state) => state.paused);
  return (
    <ol className="slots" aria-labelledby="slots-title">
      {slots.map(({ slot, job, task }) => (
        <Slot key={slot} slot={slot} job={job} task={task} paused={paused} />
      ))}
    </ol>
  );
}

const Slot = memo(function Slot({ slot, job, task, paused }: SlotView & { readonly paused: boolean }) {
  return (
    <li className={task === null ? "slot" : "slot slot-busy"}>
      <span className="slot-number">{slot + 1}</span>
      <span className="slot-task">
        {job !== null && <span className="slot-job">{job}: </span>}
        {task === null ? (paused ? "paused" : "idle") : `run task ${task}...`}
      </span>
    </li>
  );
});
