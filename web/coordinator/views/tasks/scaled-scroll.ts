/**
 * Largest height of the element that the browser scrolls, in pixels. Browsers cut elements off at some height (Firefox at
 * 17.8 million pixels, Chromium at 33.5), which a million rows pass; taller content scrolls faster than its box instead.
 * `scrolled` is where the box stands, `content` where the rows do. Below 2^23 pixels, the single precision of transforms
 * is exact.
 */
const tallestPx = 8_000_000;

/** Pixels at both ends where box and content scroll alike, so that wheel and keys reach the last row pixel by pixel. */
const plainEndPx = 1_000_000;

/**
 * Longest way of the box between two frames, in pixels, that moves the content by as much: a wheel, a key or a finger. A
 * scrollbar's handle moves the box by at least 4,000 pixels for each of its own, on a track of 2,000.
 */
const finePx = 3_000;

export interface ScrollScale {
  /** Height of the element that the browser scrolls, in pixels. */
  readonly heightPx: number;
  /** Largest position of the content, in pixels. */
  readonly contentRangePx: number;
  readonly toContent: (scrolledPx: number) => number;
  readonly toScrolled: (contentPx: number) => number;
}

export function scaleScroll(contentPx: number, viewportPx: number): ScrollScale {
  const heightPx = Math.min(contentPx, tallestPx);
  const contentRangePx = Math.max(0, contentPx - viewportPx);
  const scrolledRangePx = Math.max(0, heightPx - viewportPx);
  if (heightPx === contentPx) {
    return { heightPx, contentRangePx, toContent: (scrolledPx) => scrolledPx, toScrolled: (position) => position };
  }
  const factor = (contentRangePx - 2 * plainEndPx) / (scrolledRangePx - 2 * plainEndPx);
  return {
    heightPx,
    contentRangePx,
    toContent(scrolledPx) {
      const below = scrolledRangePx - scrolledPx;
      if (scrolledPx <= plainEndPx) return scrolledPx;
      // Browsers round the last pixel away.
      if (below <= plainEndPx) return below < 1 ? contentRangePx : contentRangePx - below;
      return plainEndPx + (scrolledPx - plainEndPx) * factor;
    },
    toScrolled(position) {
      const below = contentRangePx - position;
      if (position <= plainEndPx) return position;
      if (below <= plainEndPx) return scrolledRangePx - below;
      return plainEndPx + (position - plainEndPx) / factor;
    },
  };
}

/** Where a box and its content stand, in pixels from the top. */
export class ScrollPosition {
  scrolledPx = 0;
  contentPx = 0;

  /** Moves the content after its box: by as much if the box moved a little, else to where the box stands. */
  follow({ toContent, contentRangePx }: ScrollScale, scrolledPx: number): void {
    const movedPx = scrolledPx - this.scrolledPx;
    const target = toContent(scrolledPx);
    const moved = this.contentPx + movedPx;
    // The rounding of the last pixel aside, box and content come to their ends together.
    const isEnd = target === contentRangePx && moved > contentRangePx - finePx;
    this.contentPx = Math.abs(movedPx) > finePx || isEnd ? target : Math.min(Math.max(0, moved), contentRangePx);
    this.scrolledPx = scrolledPx;
  }

  /** Keeps the content where it is, or at its end if it got shorter. Returns where its box must stand for that. */
  settle({ toScrolled, contentRangePx }: ScrollScale): number {
    this.contentPx = Math.min(this.contentPx, contentRangePx);
    return toScrolled(this.contentPx);
  }
}
