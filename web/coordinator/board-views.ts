/** Ways to look at the job shown and at its room, each with an address of its own behind the page's `#`. */
export const boardViews = [
  { id: "table", label: "Table" },
  { id: "timeline", label: "Timeline" },
  { id: "speedup", label: "Speed-up" },
  { id: "volunteers", label: "Volunteers" },
  { id: "failures", label: "Failures" },
  { id: "log", label: "Log" },
  { id: "network", label: "Network" },
] as const;

export type BoardViewId = (typeof boardViews)[number]["id"];

/** null where the fragment of an address, with its `#`, names none. */
export function boardViewIn(fragment: string): BoardViewId | null {
  return boardViews.find(({ id }) => fragment === `#${id}`)?.id ?? null;
}
