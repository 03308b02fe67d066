import { useEffect, useState } from "react";
import { messageOf } from "../../../core/message-of.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";

/**
 * What `read` finds in the first of the job's inputs, or why there is nothing to be drawn, as a sentence. `read` has to be the same function each time.
 */
export function useFirstInput<Found extends object>(
  room: Room,
  { key, total }: JobView,
  read: (input: unknown) => Found | string,
): Found | string {
  const [found, setFound] = useState<Found | string>("It is drawn with the first result.");
  const { room: of, job } = key;
  const hasInputs = total > 0;
  useEffect(() => {
    let isWanted = true;
    const show = (next: Found | string): void => {
      if (isWanted) setFound(next);
    };
    const inputs = hasInputs ? room.inputsOf({ room: of, job }) : null;
    inputs?.readInputs([0]).then(
      ([input]) => show(read(input)),
      (error: unknown) => show(`Nothing is drawn: ${messageOf(error)}`),
    );
    return () => {
      isWanted = false;
    };
  }, [room, of, job, hasInputs, read]);
  return found;
}
