/** Ways to look at a job's tasks, each with an address of its own behind the page's `#`. */
export const taskViews = [
  { id: "table", label: "Table" },
  { id: "timeline", label: "Timeline" },
] as const;

export type TaskViewId = (typeof taskViews)[number]["id"];

/** null where the fragment of an address, with its `#`, names none. */
export function taskViewIn(fragment: string): TaskViewId | null {
  return taskViews.find(({ id }) => fragment === `#${id}`)?.id ?? null;
}
