import { elementScroll, observeElementOffset, useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type RefObject } from "react";
import { scaleScroll } from "./scaled-scroll.ts";

const overscanRows = 8;

export interface VirtualRows {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  /** The header, which stays in sight above the rows. */
  readonly headRef: RefObject<HTMLDivElement | null>;
  /** Height of the body that the browser scrolls. */
  readonly heightPx: number;
  /** Rows in or near sight and where they stand in the body. */
  readonly rows: readonly { readonly position: number; readonly topPx: number }[];
}

/** Rows of one height each; also more of them than an element can be high. */
export function useVirtualRows(count: number, rowPx: number): VirtualRows {
  const boxRef = useRef<HTMLDivElement>(null);
  const headRef = useRef<HTMLDivElement>(null);
  const viewportPx = (): number => (boxRef.current?.clientHeight ?? 0) - (headRef.current?.offsetHeight ?? 0);
  const scale = (): ReturnType<typeof scaleScroll> => scaleScroll(count * rowPx, viewportPx());

  // The observer below is made once, the scale changes with the job.
  const latestScale = useRef(scale);
  useEffect(() => {
    latestScale.current = scale;
  });

  // The rule speaks of the React compiler, which does not run here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => boxRef.current,
    estimateSize: () => rowPx,
    overscan: overscanRows,
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (scrolledPx, scrolling) => {
        report(latestScale.current().toContent(scrolledPx), scrolling);
      }),
    scrollToFn: (contentPx, options, instance) => {
      elementScroll(latestScale.current().toScrolled(contentPx), options, instance);
    },
  });

  useEffect(() => virtualizer.measure(), [virtualizer, rowPx]);

  const scroll = scale();
  const offsetPx = virtualizer.scrollOffset ?? 0;
  // Rows keep their distances to the edge of the box, wherever the scaled scroll stands.
  const shiftPx = scroll.toScrolled(offsetPx) - offsetPx;
  return {
    boxRef,
    headRef,
    heightPx: scroll.heightPx,
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ position: index, topPx: start + shiftPx })),
  };
}
