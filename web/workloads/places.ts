/** A place on a map: whole units from its left and its upper edge. */
export type MapPlace = readonly [x: number, y: number];

/** Of a map, in its units. */
export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** The places in a text, `120,45 300,200`: in lines or in one, with commas between both numbers. null for a part that is no place on the map. */
export function placesIn(text: string, { width, height }: MapSize): readonly (MapPlace | null)[] {
  const parts = text.trim().split(/\s+/);
  if (parts[0] === "") return [];
  return parts.map((part) => {
    const found = /^(\d{1,5}),(\d{1,5})$/.exec(part);
    const [x, y] = [Number(found?.[1] ?? width), Number(found?.[2] ?? height)];
    return x < width && y < height ? [x, y] : null;
  });
}

/** The text that `placesIn` reads. */
export function placesAsText(places: readonly MapPlace[]): string {
  return places.map(([x, y]) => `${x},${y}`).join(" ");
}
