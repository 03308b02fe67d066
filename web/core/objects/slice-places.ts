import type { Arguments } from "./arguments.ts";
import { Refusal } from "./refusal.ts";

/** A place as Python counts, from the end where it is negative; -1 if there is none. */
export function placeOf(index: number, length: number): number {
  const place = index < 0 ? index + length : index;
  return place >= 0 && place < length ? place : -1;
}

/** The places that Python's `[start:stop:step]` means, with the arguments from `position` on; each may be left out. @throws Refusal */
export function slicePlaces(args: Arguments, position: number, length: number): number[] {
  const step = args.optionalWhole(position + 2, "step") ?? 1;
  if (step === 0) throw new Refusal("RangeError", "slice step cannot be zero");
  const first = step > 0 ? 0 : -1;
  const last = step > 0 ? length : length - 1;
  const within = (index: number): number => Math.min(last, Math.max(first, index < 0 ? index + length : index));
  const start = args.optionalWhole(position, "start");
  const stop = args.optionalWhole(position + 1, "stop");
  const from = start === null ? (step > 0 ? first : last) : within(start);
  const to = stop === null ? (step > 0 ? last : first) : within(stop);
  const places: number[] = [];
  for (let place = from; step > 0 ? place < to : place > to; place += step) places.push(place);
  return places;
}
