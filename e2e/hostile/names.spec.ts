import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** What no line of ours may have in it: line ends, control and format characters, blanks that pass for letters, halves of pairs. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u115f\u1160\u2800\u3164\uffa0]/u;

/** More marks than any script has on one letter. */
const stack = /\p{M}{5}/u;

/** Two lines of ours, in the words of the page. */
const forged = "x\nJob 1: Squares, 9 tasks\nFailed: 1 * 1";

const names: readonly string[] = [
  "\u2800\u2800",
  " \u00a0\u3000 ",
  "\0\u0007",
  "\u202Ekcatta",
  `a${"\u0301".repeat(38)}`,
  "\ud800b",
  forged,
  "\u2067laptop-1",
  "=1+1",
];

/** All texts that the page shows or has ready to be shown, by attribute too. */
async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    for (const element of document.querySelectorAll("body *:not(noscript)")) {
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? "");
      for (const { name, value } of element.attributes) if (name !== "value" && name !== "d") texts.push(value);
    }
    return texts;
  });
}

test("nothing that strangers say of themselves, or return, looks like a word of the page", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const [honest] = await volunteers(1);
  await honest?.button("Pause").click();
  for (const name of names) await liars.enter(name, { device: name });
  await coordinator.start({ Count: 12, "Shortest sleep": 0, "Longest sleep": 0 });
  // Each liar answers one task, under its own lease, with a value that is lines of ours.
  const lie = `0 * 0 = 0, runtime: 0s${forged}\u202E${"\u0301".repeat(50)}`;
  for (const liar of liars.all) {
    await liar.client.evaluate(async (client, value) => {
      const batch = await client.batch();
      client.claim(batch, { values: Array.from(batch.indices, () => value) });
    }, lie);
  }
  await coordinator.waitForDone(names.length);

  const lines = await coordinator.log.locator("p").allTextContents();
  for (const line of lines) {
    expect(line).not.toMatch(unseen);
    expect(line).not.toMatch(stack);
    expect(line).not.toMatch(/^(Failed|Job 1: Squares, 9)/);
  }
  expect(lines.filter((line) => line.startsWith("Job 1: "))).toHaveLength(1);
  expect((await textsOf(coordinator.page)).filter((text) => unseen.test(text) || stack.test(text))).toEqual([]);
  await expect(coordinator.page).toHaveTitle(/^[\x20-\x7e…·–—✓]*$/u);
  const list = coordinator.page.getByRole("region", { name: "List of volunteers" }).getByRole("row");
  expect(await list.evaluateAll((rows) => rows.map((row) => row.firstElementChild?.textContent?.trim()))).toEqual([
    "Name",
    "laptop-1 Chrome on Linux",
    "volunteer 2",
    "volunteer 3",
    "volunteer 4",
    "kcatta kcatta",
    expect.stringMatching(/^\p{L}\p{M}{0,2} \p{L}\p{M}{0,2}$/u),
    "b b",
    "x Job 1: Squares, 9 tasks Failed: 1 * 1 x Job 1: Squares, 9 tasks Failed: 1 * 1",
    "laptop-1 (2) laptop-1",
    "=1+1 =1+1",
  ]);

  for (const { client } of liars.all) await client.evaluate((liar) => liar.cut());
  await honest?.button("Resume").click();
  await coordinator.waitForDone(12);
  const [download] = await Promise.all([
    coordinator.page.waitForEvent("download"),
    coordinator
      .jobOnRecord("job 1,")
      .getByRole("button", { name: /as CSV$/ })
      .click(),
  ]);
  const csv = await readFile(await download.path(), "utf8");
  const rows = csv.trim().split("\r\n");
  expect(rows).toHaveLength(13);
  for (const row of rows.slice(1)) expect(row).toMatch(/^\d+,/);
  // A spreadsheet takes none of it for a formula.
  for (const cell of ["kcatta", "'=1+1", "volunteer 2"]) expect(csv).toContain(`,${cell},`);
});
