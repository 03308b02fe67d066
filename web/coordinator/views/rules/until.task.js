// Run in the page's own sandbox: looks for the first of a job's next results that satisfies its module's own `until`. The module
// is loaded anew for each slice: what it remembers is lost between two, but for what its `reduce` has made. Ends early when its
// time is over, but not before the first result.
/** @param {{ before: readonly unknown[], values: readonly unknown[], tasks: readonly number[], budgetMs: number }} input @param {Record<string, any>} module */
export default async function call({ before, values, tasks, budgetMs }, module) {
  const endMs = performance.now() + budgetMs;
  // One that does not name it is not made to wait for it.
  const asksForReduced = module.until.length > 2 && "reduce" in module;
  let made = before;
  let taken = 0;
  do {
    try {
      if (asksForReduced) made = [await reduced(made, values[taken], module)];
      if (await module.until(values[taken], tasks[taken], made[0]))
        return { made, taken: taken + 1, isSatisfied: true };
    } catch (thrown) {
      return { made, taken, isSatisfied: false, thrown };
    }
    taken += 1;
  } while (taken < values.length && performance.now() < endMs);
  return { made, taken, isSatisfied: false };
}

/**
 * Without an initial value it begins with the first result, as for the reduced value that is shown.
 * @param {readonly unknown[]} before @param {unknown} value @param {any} module
 */
async function reduced(before, value, module) {
  if (before.length > 0) return module.reduce(before[0], value);
  if (!("initial" in module)) return value;
  const { initial } = module;
  return module.reduce(await (typeof initial === "function" ? initial() : initial), value);
}
