import { fromRepeated, toRepeated } from "../core/values/repeated.ts";
import type { RunResults } from "./compute.ts";
import type { SlotMessage } from "./protocol.ts";

/**
 * The message with repeated values sent once, if it holds results with few different values; otherwise the same message.
 * Results pass three threads and two processes: copying a megabyte of equal errors would cost more than the tasks.
 */
export function toBriefResults(message: SlotMessage): SlotMessage {
  if (message.type !== "results") return message;
  const { values, ...columns } = message.results;
  const brief = toRepeated(values);
  return brief === null ? message : { type: "brief-results", columns, values: brief };
}

/** The results with a value at each position; null if the values are malformed. */
export function fromBriefResults({
  columns,
  values,
}: Extract<SlotMessage, { type: "brief-results" }>): RunResults | null {
  const full = fromRepeated(values, columns.outcomes.length);
  return full === undefined ? null : { ...columns, values: full };
}
