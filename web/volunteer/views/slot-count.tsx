import { formatPlural } from "../../ui/format.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { Limits } from "../../ui/whole-number.ts";
import type { Volunteer } from "../volunteer.ts";

interface Props {
  readonly volunteer: Volunteer;
  readonly limits: Limits;
}

export function SlotCount({ volunteer, limits }: Props) {
  const count = useFrameStore(volunteer.store, (state) => state.slots.length);
  return (
    <div className="slot-count" role="group" aria-label="Number of slots">
      <button
        type="button"
        aria-label="One slot fewer"
        disabled={count <= limits.smallest}
        onClick={() => volunteer.setSlots(count - 1)}
      >
        −
      </button>
      <output>{formatPlural(count, "slot")}</output>
      <button
        type="button"
        aria-label="One slot more"
        disabled={count >= limits.largest}
        onClick={() => volunteer.setSlots(count + 1)}
      >
        +
      </button>
    </div>
  );
}
