/**
 * Browsers cut elements off at some height (Firefox at 17.8 million pixels, Chromium at 33.5), which a million rows
 * pass. A box taller than this scrolls faster than its content instead: what the browser scrolls is `scrolled`, what
 * the rows are placed by is `content`. Below 2^23 pixels, positions are exact in the single precision of transforms.
 */
const tallestPx = 8_000_000;

export interface ScaledScroll {
  /** Height of the element that the browser scrolls. */
  readonly heightPx: number;
  toContent(scrolledPx: number): number;
  toScrolled(contentPx: number): number;
}

export function scaleScroll(contentPx: number, viewportPx: number): ScaledScroll {
  const heightPx = Math.min(contentPx, tallestPx);
  const contentRange = contentPx - viewportPx;
  const scrolledRange = heightPx - viewportPx;
  if (heightPx === contentPx || scrolledRange <= 0) {
    return { heightPx, toContent: (scrolledPx) => scrolledPx, toScrolled: (position) => position };
  }
  const factor = contentRange / scrolledRange;
  return {
    heightPx,
    // The ends fall together, so that the last row can be reached; browsers round the last pixel away.
    toContent: (scrolledPx) => (scrolledPx >= scrolledRange - 1 ? contentRange : scrolledPx * factor),
    toScrolled: (position) => position / factor,
  };
}
