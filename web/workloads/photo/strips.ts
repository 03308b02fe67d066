import type { Place } from "../image-picture.ts";

/** A whole picture, four bytes a pixel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface Filter {
  readonly filter: string;
  /** Pixels that it looks at on each side. */
  readonly radius: number;
}

/** A strip from edge to edge, as its task gets it. */
export interface StripInput extends Place, Filter {
  /** Width and height of the whole picture. */
  readonly of: readonly [width: number, height: number];
  /** Rows beyond the strip that it brings. */
  readonly above: number;
  readonly below: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Cuts a picture into strips of some rows, each with those of its neighbours that the filter looks at. */
export function stripsOf({ width, height, rgba }: Pixels, rows: number, filter: Filter): readonly StripInput[] {
  const strips: StripInput[] = [];
  for (let y = 0; y < height; y += rows) {
    const own = Math.min(rows, height - y);
    const above = Math.min(filter.radius, y);
    const below = Math.min(filter.radius, height - y - own);
    const part = rgba.slice(4 * width * (y - above), 4 * width * (y + own + below));
    strips.push({ x: 0, y, width, height: own, of: [width, height], above, below, ...filter, rgba: part });
  }
  return strips;
}
