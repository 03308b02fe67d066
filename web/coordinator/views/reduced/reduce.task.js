// Run in the page's own sandbox: takes a job's next results into what its module's own function has made of those before. Ends
// early when its time is over, but not before the first result.
/** @param {{ before: readonly unknown[], values: readonly unknown[], budgetMs: number }} input @param {Record<string, any>} module */
export default async function call({ before, values, budgetMs }, module) {
  const endMs = performance.now() + budgetMs;
  let [reduced, taken] = [before[0], 0];
  if (before.length === 0) [reduced, taken] = await begin(module, values);
  do {
    if (taken === values.length) break;
    try {
      reduced = await module.reduce(reduced, values[taken]);
    } catch (thrown) {
      return { reduced, taken, thrown };
    }
    taken += 1;
  } while (performance.now() < endMs);
  return { reduced, taken };
}

/**
 * Without an initial value it begins with the first result.
 * @param {any} module @param {readonly unknown[]} values
 * @returns {Promise<[unknown, number]>}
 */
async function begin(module, values) {
  if (!("initial" in module)) return [values[0], 1];
  return [await (typeof module.initial === "function" ? module.initial() : module.initial), 0];
}
