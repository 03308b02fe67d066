// Run in the page's own sandbox: looks for the first of a job's next results that satisfies its module's own `until`. The module's text
// is the shared value, and is loaded anew for each slice: what it remembers is lost between two. Ends early when its time is over, but not before the first result.
/** @param {{ values: readonly unknown[], tasks: readonly number[], budgetMs: number }} input @param {{ shared: string }} task */
export default async function lookAtSome({ values, tasks, budgetMs }, { shared: source }) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const module = await import(url);
  URL.revokeObjectURL(url);
  const endMs = performance.now() + budgetMs;
  let taken = 0;
  do {
    try {
      if (await module.until(values[taken], tasks[taken])) return { taken: taken + 1, isSatisfied: true };
    } catch (thrown) {
      // As in a task: the program has a name in stacks that people know.
      if (thrown instanceof Error) thrown.stack = (thrown.stack ?? "").replaceAll(url, "task.js");
      return { taken, isSatisfied: false, thrown };
    }
    taken += 1;
  } while (taken < values.length && performance.now() < endMs);
  return { taken, isSatisfied: false };
}
