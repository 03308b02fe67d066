// Run in the page's own sandbox: hands a job's next results to its module's own `reduce`, or `until`. What it gets is encoded as it
// came from volunteers, so each is a call of its own: the plan, what was made of the results before, each result, and three calls for
// what has come of them. A result that is no sound value is not heard of. The module is loaded anew for each slice: what it
// remembers is lost between two, but for what its `reduce` has made. Ends early when its time is over, but not before the first result.

/** @type {{ use: "reduce" | "until", hasMade: boolean, tasks: readonly number[], budgetMs: number }} */
let plan;
/** @type {readonly unknown[]} */
let made = [];
/** @type {readonly unknown[]} */
let thrown = [];
let endMs = 0;
/** Results up to the last one that was taken, those that cannot be read among them. */
let taken = 0;
let isSatisfied = false;
let isOver = false;

/** @param {any} input @param {Record<string, any>} module @param {number} nth */
export default async function call(input, module, nth) {
  if (nth === 0) {
    plan = input;
    endMs = performance.now() + plan.budgetMs;
    return;
  }
  const count = plan.tasks.length;
  const at = nth - 2;
  if (at < 0) made = plan.hasMade ? [input] : [];
  else if (at < count) await take(input, at, module);
  else if (at === count) return [isOver ? taken : count, isSatisfied, made.length > 0];
  else if (at > count + 1) return made[0];
  else if (thrown.length > 0) throw thrown[0];
}

/** @param {unknown} value @param {number} at @param {Record<string, any>} module */
async function take(value, at, module) {
  if (isOver) return;
  try {
    // An `until` that does not name the reduced value is not made to wait for it.
    const reduces = plan.use === "reduce" || (module.until.length > 2 && "reduce" in module);
    if (reduces) made = [await reduced(value, module)];
    if (plan.use === "until") isSatisfied = Boolean(await module.until(value, plan.tasks[at], made[0]));
    taken = at + 1;
  } catch (error) {
    taken = at;
    thrown = [error];
  }
  isOver = isSatisfied || thrown.length > 0 || performance.now() >= endMs;
}

/**
 * Without an initial value it begins with the first result.
 * @param {unknown} value @param {Record<string, any>} module
 */
async function reduced(value, module) {
  if (made.length > 0) return module.reduce(made[0], value);
  if (!("initial" in module)) return value;
  const { initial } = module;
  return module.reduce(await (typeof initial === "function" ? initial() : initial), value);
}
