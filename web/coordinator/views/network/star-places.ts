/** Where one volunteer stands around the room, which is at 0, 0. */
export interface StarPlace {
  readonly x: number;
  readonly y: number;
}

/** With no more volunteers each has its name beside it. */
export const mostNamed = 24;

const namedRadius = 110;
const firstRadius = 62;
const betweenRings = 14;
/** Between two neighbours of a ring. */
const apart = 12;

/** Places of so many volunteers, on one ring where their names have room, else on as many as it takes, the inner ones full. */
export function starPlaces(count: number): readonly StarPlace[] {
  if (count <= mostNamed) return ring(count, namedRadius);
  const places: StarPlace[] = [];
  for (let nth = 0; places.length < count; nth += 1) {
    const radius = firstRadius + nth * betweenRings;
    places.push(...ring(Math.min(Math.floor((2 * Math.PI * radius) / apart), count - places.length), radius));
  }
  return places;
}

/** From the top on, clockwise. */
function ring(count: number, radius: number): readonly StarPlace[] {
  return Array.from({ length: count }, (_, nth) => {
    const angle = (2 * Math.PI * nth) / count - Math.PI / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });
}
