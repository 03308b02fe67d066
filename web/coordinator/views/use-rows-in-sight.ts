import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { useRef, type RefObject } from "react";

/** Drawn beyond those in sight, at either end: so that a list of some dozens is drawn whole. */
const overscanRows = 32;

interface RowsInSight {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  /** To be drawn, in order. */
  readonly rows: readonly Pick<VirtualItem, "index" | "key">[];
  /** For each row that is drawn, which must say its index in `data-index`: it is as high as its words need. */
  readonly rowRef: (row: Element | null) => void;
  /** What those that are not drawn would take up. */
  readonly abovePx: number;
  readonly belowPx: number;
}

/** A list in a box that scrolls, of which only what is in or near sight is drawn: hundreds of rows take a page's time. */
export function useRowsInSight(count: number, usualRowPx: number, keyAt: (index: number) => string): RowsInSight {
  const boxRef = useRef<HTMLDivElement>(null);
  // The rule speaks of the React compiler, which does not run here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => boxRef.current,
    estimateSize: () => usualRowPx,
    getItemKey: keyAt,
    overscan: overscanRows,
  });
  const rows = virtualizer.getVirtualItems();
  return {
    boxRef,
    rows,
    rowRef: virtualizer.measureElement,
    abovePx: rows[0]?.start ?? 0,
    belowPx: virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0),
  };
}
