import { openCoordinator, openHouse } from "../../scripts/room.mjs";
import { longestTaskWhile } from "../frame/task-watch.mjs";

/** Matches the table's count when it is done. Before, it says `Searching… 43 %`. */
const atRest = /tasks?$/;

const columns = ["Task", "Input", "Result", "Runtime", "Volunteer", "Attempts", "State", "Arrival"];

/**
 * @typedef {object} Deed
 * @property {string} name
 * @property {number} ms Milliseconds from the click or key until the table shows the result.
 * @property {number} longestTaskMs Longest task of the page's main thread meanwhile, in milliseconds of the clock.
 * @property {number} longestTaskCpuMs Processor time of the longest task in milliseconds, without other processes.
 */

/**
 * Fills the coordinator's table with squares by the page's own help, then sorts by each column both ways, searches, filters and
 * scrolls.
 * @param {number} tasks
 * @returns {Promise<readonly Deed[]>}
 */
async function measureTable(tasks) {
  const house = await openHouse();
  if (house === null) throw new Error("there is no browser to measure with");
  try {
    const viewport = { width: 1280, height: 900 };
    const { page } = await openCoordinator(house.browser, house.origin, `?count=${tasks}&sleep=0`, { viewport });
    await page.getByLabel("This tab helps too").click();
    await page.getByRole("region", { name: "List of volunteers" }).getByText("this tab").waitFor();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText(/: done in/).waitFor({ timeout: 0 });
    await page.getByLabel("This tab helps too").click();
    /** @type {Deed[]} */
    const deeds = [];
    for (const [name, act] of deedsOn(page)) {
      let ms = NaN;
      const longest = await longestTaskWhile(page, async () => {
        const from = performance.now();
        await act();
        await page.locator(".board-view .aside", { hasText: atRest }).waitFor({ timeout: 120_000 });
        ms = performance.now() - from;
      });
      deeds.push({ name, ms, ...longest });
    }
    return deeds;
  } finally {
    await house.close();
  }
}

/**
 * @param {import("@playwright/test").Page} page
 * @returns {[string, () => Promise<void>][]}
 */
function deedsOn(page) {
  const search = page.getByLabel("Search the tasks");
  const state = page.getByLabel("Show tasks in state");
  const box = page.getByRole("region", { name: "Table of tasks" });
  const press = async (/** @type {string} */ key) => {
    await box.press(key);
    await atStandstill(page);
  };
  const sorts = columns.flatMap((column) =>
    ["ascending", "descending"].map((direction) => {
      const header = page.getByRole("columnheader", { name: column });
      return /** @type {[string, () => Promise<void>]} */ ([
        `sort by ${column}, ${direction}`,
        () => header.getByRole("button").click(),
      ]);
    }),
  );
  return [
    ...sorts,
    ["search for digits", () => search.fill("8399")],
    ["search for letters", () => search.fill("Tab")],
    ["search for what is not there", () => search.fill("nothing of the kind")],
    ["all again", () => search.fill("")],
    ["only done", async () => void (await state.selectOption("done"))],
    ["only failed", async () => void (await state.selectOption("failed"))],
    ["all states again", async () => void (await state.selectOption(""))],
    ["to the end", () => press("End")],
    ["a page up", () => press("PageUp")],
    [
      "by wheel, 50 times",
      async () => {
        await box.hover();
        for (let turn = 0; turn < 50; turn += 1) await page.mouse.wheel(0, -120);
        await atStandstill(page);
      },
    ],
    ["to the top", () => press("Home")],
  ];
}

/**
 * Waits until the table has not changed for some frames.
 * @param {import("@playwright/test").Page} page
 */
async function atStandstill(page) {
  await page.evaluate(`(async () => {
    const box = document.querySelector(".tasks-scroll");
    for (let still = 0, before = -1; still < 10;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = box?.scrollTop ?? 0;
      still = now === before ? still + 1 : 0;
      before = now;
    }
  })()`);
}

/** Actions of a person with the table, and the function that does each. */
const uses = [
  { use: "sorting", deeds: /^sort/ },
  { use: "searching", deeds: /^search|^all again/ },
  { use: "filtering", deeds: /^only|^all states/ },
  { use: "scrolling", deeds: /^to the|page|wheel/ },
];

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "table",
  unit: "ms",
  about:
    "a table of a million tasks in use: the longest task of its page's main thread, and until it shows what was asked for",
  async measure(bench) {
    const tasks = bench.sized(1_000_000);
    const deeds = await measureTable(tasks);
    return uses.flatMap(({ use, deeds: named }) => {
      const done = deeds.filter(({ name }) => named.test(name));
      /** @type {import("../frame/types.ts").Measurement[]} */
      const figures = [
        {
          figure: `${use}: longest task`,
          better: "less",
          ours: Math.max(...done.map(({ longestTaskMs }) => longestTaskMs)),
        },
        {
          figure: `${use}: computing in one task`,
          better: "less",
          ours: Math.max(...done.map(({ longestTaskCpuMs }) => longestTaskCpuMs)),
        },
        { figure: `${use}: the slowest, until shown`, better: "less", ours: Math.max(...done.map(({ ms }) => ms)) },
      ];
      return figures;
    });
  },
};
