import { requireNode, requirePackages } from "./preconditions.mjs";

// `npm run demo`: the first demo without a desktop. A coordinator and two volunteers in headless tabs; the
// coordinator's log goes to the terminal while it runs; exit code 0 when all ten results are in and right.

const tasks = 10;
/** Ten tasks of at most three seconds on two volunteers, and the tabs' start. */
const timeLimitMs = 90_000;

requireNode();
requirePackages();
const { joinRoom, openCoordinator, openHouse } = await import("./room.mjs");

const house = await openHouse();
if (house === null) process.exit(1);
const { origin, browser } = house;

/** @type {Set<string>} */
const right = new Set();
let wrong = 0;

/** @param {string} line */
function hear(line) {
  console.log(line);
  const [, n, text] = /^Result: (\d+) \* \1 = (\d+), runtime: \d+s$/.exec(line) ?? [];
  if (n !== undefined && Number(text) === Number(n) ** 2) right.add(`${right.size}: ${n}`);
  else if (line.startsWith("Result: ") || line.startsWith("Failed: ")) wrong += 1;
}

const seed = Math.floor(Math.random() * 2 ** 32);
const { page, joinLink } = await openCoordinator(
  browser,
  origin,
  `?workload=squares&count=${tasks}&seed=${seed}&start=2`,
);
await page.exposeFunction("hear", hear);
// Runs in the page, where it is no module of ours: reports each line of the log once, in order, as it appears.
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
const ended = await page
  .getByRole("log")
  .getByText(/^Job 1 ended/)
  .waitFor({ timeout: timeLimitMs })
  .then(() => true)
  .catch(() => false);
await house.close();

if (ended && right.size === tasks && wrong === 0) {
  console.log(`\nAll ${tasks} results are in and right.`);
} else {
  console.error(
    `\ntabpool: ${right.size} of ${tasks} results are right, ${wrong} wrong${ended ? "" : "; the job did not end"}.`,
  );
  process.exitCode = 1;
}
