import type { Room } from "../../../room/room.ts";
import { Notice } from "../../../ui/notice.tsx";
import { sayJob } from "../../../words/say-job.ts";
import { useStore } from "zustand";
import type { StartJob } from "../job/job-form.tsx";
import { ReceivedJob } from "./received-job.tsx";
import type { Arrival } from "./use-arrivals.ts";

interface Props {
  readonly room: Room;
  readonly arrival: Arrival | null;
  readonly onStart: StartJob;
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** The job that has come to the page, or why what has come is none. */
export function ArrivalView({ room, arrival, onStart, onChange, onClose }: Props) {
  const canStart = useStore(room.store, (state) => state.room.phase !== "elsewhere" && state.room.phase !== "closed");
  if (arrival === null) return null;
  if (arrival.type === "job") {
    return <ReceivedJob key={arrival.id} {...arrival} {...{ canStart, onStart, onChange, onClose }} />;
  }
  const { what, places, remedy } = arrival.problem;
  return (
    <Notice kind="trouble" title={`${sayJob(what)}.`}>
      {places.length > 0 && (
        <ul className="steps">
          {places.map(sayJob).map((place) => (
            <li key={place}>{place}.</li>
          ))}
        </ul>
      )}
      <p>{sayJob(remedy)}.</p>
      <p>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </Notice>
  );
}
