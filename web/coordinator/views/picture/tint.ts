/** What the parts of a picture may be coloured by. */
export const tints = [
  { id: "none", label: "as computed" },
  { id: "volunteer", label: "by volunteer" },
  { id: "runtime", label: "by runtime" },
  { id: "arrival", label: "by time of arrival" },
] as const;

export type Tint = (typeof tints)[number]["id"];

export function tintNamed(id: string): Tint {
  return tints.find((one) => one.id === id)?.id ?? "none";
}

/** From least to most: dark blue, by violet and red, to yellow. They differ in lightness as well as in colour. */
const ramp = [
  [28, 22, 96],
  [110, 26, 138],
  [196, 56, 92],
  [244, 138, 44],
  [252, 232, 106],
] as const;

/** A colour for a part of the way from least to most, from 0 to 1. */
export function rampColour(part: number): string {
  const place = Math.min(1, Math.max(0, part)) * (ramp.length - 1);
  const at = Math.min(ramp.length - 2, Math.floor(place));
  const [from, to] = [ramp[at] ?? ramp[0], ramp[at + 1] ?? ramp[0]];
  const mixed = from.map((channel, nth) => Math.round(channel + (place - at) * ((to[nth] ?? 0) - channel)));
  return `rgb(${mixed.join(" ")})`;
}

/** A colour for the nth volunteer: neighbours are far apart on the wheel, however many there are. */
export function volunteerColour(nth: number): string {
  return `hsl(${Math.round(nth * 137.508 + 210) % 360} 78% 52%)`;
}
