import { useEffect, useEffectEvent } from "react";
import type { VolunteerId } from "../../../core/ids.ts";
import type { LinkFigures } from "../../../links/link.ts";
import type { Room } from "../../../room/room.ts";

/** Milliseconds from one measuring of all links to the next. */
const measuredEachMs = 2_000;

/** Calls `measured` with what the platform tells of the links, at once and then again and again, for as long as somebody looks. */
export function useMeasuredLinks(
  room: Pick<Room, "measureLinks">,
  measured: (links: ReadonlyMap<VolunteerId, LinkFigures>) => void,
): void {
  const take = useEffectEvent(measured);
  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const measure = async (): Promise<void> => {
      const found = await room.measureLinks();
      if (!isShown) return;
      take(found);
      timer = setTimeout(() => void measure(), measuredEachMs);
    };
    void measure();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [room]);
}
