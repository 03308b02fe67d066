import { requireNode, requirePackages } from "./preconditions.mjs";

// `npm run demo`: runs the first demo in headless tabs, one coordinator and two volunteers. Prints the coordinator's log while
// it runs. Exit code 0 if all ten results are right.

const tasks = 10;
/** Milliseconds for the start of the tabs, and for ten tasks of at most three seconds on two volunteers. */
const timeLimitMs = 90_000;

requireNode();
requirePackages();
const { joinRoom, openCoordinator, openHouse } = await import("./room.mjs");

const house = await openHouse();
if (house === null) process.exit(1);
const { origin, browser } = house;

/** Numbers in the task queue whose square has not come yet. */
/** @type {number[]} */
const missing = [];
let put = 0;
let wrong = 0;
/** @type {() => void} */
let hearEnd = () => {};
/** @type {Promise<void>} */
const ended = new Promise((resolve) => {
  hearEnd = resolve;
});

/** @param {string} line */
function hear(line) {
  console.log(line);
  const [, task] = /^Put task (\d+)\.\.\.$/.exec(line) ?? [];
  if (task !== undefined) {
    missing.push(Number(task));
    put += 1;
  }
  if (line.startsWith("Result: ") || line.startsWith("Failed: ")) {
    const [, n, square] = /^Result: (\d+) \* \1 = (\d+), runtime: \d+s$/.exec(line) ?? [];
    const at = missing.indexOf(Number(n));
    if (at !== -1 && Number(square) === Number(n) ** 2) missing.splice(at, 1);
    else wrong += 1;
  }
  if (line.startsWith("Job 1 ended")) hearEnd();
}

const seed = Math.floor(Math.random() * 2 ** 32);
const { page, joinLink } = await openCoordinator(
  browser,
  origin,
  `?workload=squares&count=${tasks}&seed=${seed}&start=2`,
);
await page.exposeFunction("hear", hear);
// Runs in the page, without this module's variables. Reports each new line of the log once, in order.
await page.evaluate(`{
  const log = document.querySelector('[role="log"]');
  let heard = 0;
  const report = () => {
    const lines = [...log.querySelectorAll("p.log-line")];
    for (const line of lines.slice(heard)) hear(line.textContent);
    heard = lines.length;
  };
  new MutationObserver(report).observe(log, { childList: true, subtree: true });
  report();
}`);

await Promise.all([
  joinRoom(browser, joinLink, { name: "volunteer-1" }),
  joinRoom(browser, joinLink, { name: "volunteer-2" }),
]);
const inTime = await Promise.race([
  ended.then(() => true),
  new Promise((resolve) => {
    setTimeout(resolve, timeLimitMs, false).unref();
  }),
]);
await house.close();

if (inTime && put === tasks && missing.length === 0 && wrong === 0) {
  console.log(`\nAll ${tasks} results are in and right.`);
} else {
  const story = `${put} tasks put, ${missing.length} without a right result, ${wrong} wrong results`;
  console.error(`\ntabpool: ${story}${inTime ? "" : "; the job did not end in time"}.`);
  process.exitCode = 1;
}
