import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Rows drawn beyond those in sight, at either end. A list of some dozens is thus drawn whole. */
const overscanRows = 32;

interface Sizes {
  readonly rowPx: number;
  /** Height of the head, which stays in sight above the rows, in pixels. */
  readonly headPx: number;
  /** Least width of a row, in pixels. Rows stand side by side where the box is wide enough. */
  readonly leastRowPx: number;
}

interface RowsInSight {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  /** Rows side by side; row n stands right of row n - 1. */
  readonly columns: number;
  /** Rows to draw: from `first` up to, and without, `end`. */
  readonly first: number;
  readonly end: number;
  /** Heights of the rows that are not drawn, above and below the others. */
  readonly abovePx: number;
  readonly belowPx: number;
  /** Number of rows that the box shows at a time. */
  readonly fitting: number;
}

/** Rows of one height in a box that scrolls. Only rows in or near sight are drawn: hundreds would block the page. */
export function useRowsInSight(count: number, { rowPx, headPx, leastRowPx }: Sizes): RowsInSight {
  const boxRef = useRef<HTMLDivElement>(null);
  const [{ widthPx, heightPx }, setBox] = useState({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      const size = { widthPx: box.clientWidth, heightPx: box.clientHeight };
      setBox((before) => (before.widthPx === size.widthPx && before.heightPx === size.heightPx ? before : size));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const columns = Math.max(1, Math.min(count, Math.floor(widthPx / leastRowPx)));
  // The rule speaks of the React compiler, which does not run here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: Math.ceil(count / columns),
    getScrollElement: () => boxRef.current,
    estimateSize: () => rowPx,
    overscan: Math.ceil(overscanRows / columns),
  });
  const lines = virtualizer.getVirtualItems();
  const firstLine = lines[0]?.index ?? 0;
  const endLine = (lines.at(-1)?.index ?? -1) + 1;
  return {
    boxRef,
    columns,
    first: firstLine * columns,
    end: Math.min(count, endLine * columns),
    abovePx: firstLine * rowPx,
    belowPx: Math.max(0, Math.ceil(count / columns) - endLine) * rowPx,
    fitting: columns * Math.max(1, Math.floor((heightPx - headPx) / rowPx)),
  };
}
