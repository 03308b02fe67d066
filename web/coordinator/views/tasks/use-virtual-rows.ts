import { observeElementOffset, useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useReducer, useRef, useState, type RefObject } from "react";
import { flushSync } from "react-dom";
import { rowWindow } from "./row-window.ts";
import { scaleScroll, ScrollPosition, type ScrollScale } from "./scaled-scroll.ts";

const overscanRows = 8;

interface VirtualRows {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  /** The header, which stays in sight above the rows. */
  readonly headRef: RefObject<HTMLDivElement | null>;
  /** Height of the body that the browser scrolls, in pixels. */
  readonly heightPx: number;
  /** Rows in or near sight, and how far below the body's top they stand, in pixels. */
  readonly rows: readonly { readonly position: number; readonly topPx: number }[];
}

/** Virtual rows of one height: any number of them, also more than fit an element's height. */
export function useVirtualRows(count: number, rowPx: number): VirtualRows {
  const boxRef = useRef<HTMLDivElement>(null);
  const headRef = useRef<HTMLDivElement>(null);
  // No state of React, since scroll events change the position; each calls `redraw` at once.
  const [position] = useState(() => new ScrollPosition());
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const viewportPx = (): number => (boxRef.current?.clientHeight ?? 0) - (headRef.current?.offsetHeight ?? 0);
  const scale = (): ScrollScale => scaleScroll(count * rowPx, viewportPx());
  const { first, length } = rowWindow(position.contentPx / rowPx, count);

  // For the observer below, which is made once, while count and height change with the job and the screen.
  const latest = useRef({ scale, count, rowPx });
  useLayoutEffect(() => {
    latest.current = { scale, count, rowPx };
  });

  /** Scrolls the box to where its content stands. */
  const settle = (): void => {
    const box = boxRef.current;
    if (box === null) return;
    const targetPx = position.settle(latest.current.scale());
    if (Math.abs(targetPx - box.scrollTop) >= 1) box.scrollTop = targetPx;
    // Read back as the browser rounded it, so that the scroll event that follows moves nothing.
    position.scrolledPx = box.scrollTop;
  };

  // The rule speaks of the React compiler, which does not run here.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: length,
    getScrollElement: () => boxRef.current,
    estimateSize: () => rowPx,
    overscan: overscanRows,
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (scrolledPx, isScrolling) => {
        position.follow(latest.current.scale(), scrolledPx);
        if (!isScrolling) settle();
        const { contentPx } = position;
        const { count: all, rowPx: heightPx } = latest.current;
        flushSync(() => {
          report(contentPx - rowWindow(contentPx / heightPx, all).first * heightPx, isScrolling);
          redraw();
        });
      }),
    // The virtualizer never scrolls by itself.
    scrollToFn: () => undefined,
  });

  const drawnRowPx = useRef(rowPx);
  useLayoutEffect(() => {
    position.contentPx *= rowPx / drawnRowPx.current;
    drawnRowPx.current = rowPx;
    virtualizer.measure();
  }, [virtualizer, position, rowPx]);
  // oxlint-disable-next-line react/exhaustive-deps -- the scale is that of count and height
  useLayoutEffect(settle, [count, rowPx]);

  const shiftPx = first * rowPx + position.scrolledPx - position.contentPx;
  return {
    boxRef,
    headRef,
    heightPx: scale().heightPx,
    rows: virtualizer
      .getVirtualItems()
      .map(({ index, start }) => ({ position: first + index, topPx: start + shiftPx })),
  };
}
