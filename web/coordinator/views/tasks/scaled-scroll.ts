/**
 * Browsers cut elements off at some height (Firefox at 17.8 million pixels, Chromium at 33.5), which a million rows
 * pass. A box taller than this scrolls faster than its content instead: what the browser scrolls is `scrolled`, what
 * the rows are placed by is `content`. Below 2^23 pixels, positions are exact in the single precision of transforms.
 */
const tallestPx = 8_000_000;

/** At both ends the box scrolls as far as its content, so that wheel and keys reach the last row pixel by pixel. */
const plainEndPx = 1_000_000;

/**
 * What scrolls by no more between two frames is a wheel, a key or a finger, which move the content by as much: a
 * scrollbar's handle moves the box by at least 4,000 pixels for each of its own, on a track of 2,000.
 */
const finePx = 3_000;

export interface ScrollScale {
  /** Height of the element that the browser scrolls. */
  readonly heightPx: number;
  /** How far the content can be scrolled. */
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

/** Where a box stands, and its content with it. */
export class ScrollPosition {
  scrolledPx = 0;
  contentPx = 0;

  /** The box has been scrolled: by a little, and the content moves by as much; or far, and it jumps. */
  follow({ toContent, contentRangePx }: ScrollScale, scrolledPx: number): void {
    const movedPx = scrolledPx - this.scrolledPx;
    const target = toContent(scrolledPx);
    const moved = this.contentPx + movedPx;
    // The rounding of the last pixel aside, box and content come to their ends together.
    const isEnd = target === contentRangePx && moved > contentRangePx - finePx;
    this.contentPx = Math.abs(movedPx) > finePx || isEnd ? target : Math.min(Math.max(0, moved), contentRangePx);
    this.scrolledPx = scrolledPx;
  }

  /** The content stays where it is, as far as there is so much, and the box is to stand where this says. */
  settle({ toScrolled, contentRangePx }: ScrollScale): number {
    this.contentPx = Math.min(this.contentPx, contentRangePx);
    return toScrolled(this.contentPx);
  }
}
