import type { SlotQuestion } from "../protocol.ts";

/** The slot's question to the frame, or null if it is something else. */
export function parseSlotQuestion(value: unknown): SlotQuestion | null {
  if (typeof value !== "object" || value === null || !("type" in value) || !("ms" in value)) return null;
  const { type, ms } = value;
  if (type !== "stood-still" || typeof ms !== "number" || !(ms >= 0)) return null;
  return { type, ms };
}
