// Run in the page's own sandbox: looks for the first of a job's next results that satisfies its module's own `until`. The module
// is loaded anew for each slice: what it remembers is lost between two. Ends early when its time is over, but not before the first result.
/** @param {{ values: readonly unknown[], tasks: readonly number[], budgetMs: number }} input @param {Record<string, any>} module */
export default async function call({ values, tasks, budgetMs }, module) {
  const endMs = performance.now() + budgetMs;
  let taken = 0;
  do {
    try {
      if (await module.until(values[taken], tasks[taken])) return { taken: taken + 1, isSatisfied: true };
    } catch (thrown) {
      return { taken, isSatisfied: false, thrown };
    }
    taken += 1;
  } while (taken < values.length && performance.now() < endMs);
  return { taken, isSatisfied: false };
}
