import { formatPlural } from "../../words/format.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { Limits } from "../../words/whole-number.ts";
import type { Membership } from "../../membership/membership.ts";

interface Props {
  readonly membership: Membership;
  readonly limits: Limits;
}

export function SlotCount({ membership, limits }: Props) {
  const count = useFrameStore(membership.store, (state) => state.slots.length);
  // A button that is disabled while it has the focus loses it to nowhere, so these stay buttons at their ends.
  const set = (wanted: number): void => {
    if (wanted >= limits.smallest && wanted <= limits.largest) membership.setSlots(wanted);
  };
  return (
    <div className="slot-count" role="group" aria-label="Number of slots">
      <button
        type="button"
        aria-label="One slot fewer"
        aria-disabled={count <= limits.smallest}
        onClick={() => set(count - 1)}
      >
        −
      </button>
      <output>{formatPlural(count, "slot")}</output>
      <button
        type="button"
        aria-label="One slot more"
        aria-disabled={count >= limits.largest}
        onClick={() => set(count + 1)}
      >
        +
      </button>
    </div>
  );
}
