/** An SVG path of a box, in units of a card's picture. */
export function box(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h-${width}z`;
}

/** An SVG path of a disc about a place, in units of a card's picture. */
export function disc(x: number, y: number, radius: number): string {
  const [r, across] = [radius, 2 * radius];
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 -${across} 0z`;
}

/** An SVG path of a line through these places, in units of a card's picture. */
export function line(places: readonly (readonly [x: number, y: number])[]): string {
  return places.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
}
