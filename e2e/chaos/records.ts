import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect } from "../actors/expect.ts";
import type { AcceptedResults } from "../../web/journal/journal.ts";
import type { JobDefinition } from "../../web/core/job/job-definition.ts";
import { readingResults } from "../../web/room/results/testing/read-results-file.ts";
import { atOnce } from "../../web/core/time-slices.ts";
import { formatRuntime } from "../../web/words/format.ts";
import type { CoordinatorActor } from "../actors/coordinator.ts";
import type { Evidence, JournaledJob } from "./oracle.ts";

/** Reads the only job of the only room of this browser from the database. */
async function readJournal(page: Page): Promise<JournaledJob> {
  return page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page gets this function and nothing around it
    const answer = async <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no answer")));
      });
    const database = await answer(indexedDB.open("tabpool"));
    const transaction = database.transaction(["definitions", "results"]);
    const records: AcceptedResults[] = await answer(transaction.objectStore("results").getAll());
    const jobs: JobDefinition[] = await answer(transaction.objectStore("definitions").getAll());
    database.close();
    const [job] = jobs;
    if (job === undefined || jobs.length > 1) throw new Error(`${jobs.length} jobs are on record`);
    return {
      accepted: records.flatMap(({ block, positions }) =>
        Array.from(positions ?? block.indices.keys(), (at) => block.indices[at] ?? -1),
      ),
      failed: records.flatMap(({ failures }) => failures.map(({ task }) => task)),
      inputs: job.inputs,
    };
  });
}

/** Reads all rows of the task table by their cells, though only those in sight are drawn. */
async function readTable(page: Page): Promise<readonly (readonly string[])[]> {
  return page.getByRole("region", { name: "Table of tasks" }).evaluate(async (box) => {
    const total = Number(box.querySelector('[role="table"]')?.getAttribute("aria-rowcount")) - 1;
    const rows: string[][] = [];
    box.scrollTop = 0;
    while (rows.length < total) {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
      // Each row is drawn when the one before it has been scrolled to.
      for (;;) {
        const next = box.querySelector(`[aria-rowindex="${rows.length + 2}"]`);
        if (next === null) break;
        rows.push(Array.from(next.querySelectorAll('[role="cell"]'), (cell) => cell.textContent));
      }
      box.querySelector(`[aria-rowindex="${rows.length + 1}"]`)?.scrollIntoView();
    }
    return rows;
  });
}

/** Reads the page's export of the job, with the words of the table. */
async function readExport(coordinator: CoordinatorActor): Promise<string[]> {
  const download = coordinator.page.waitForEvent("download");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "JSON Lines" }).click();
  const rows = atOnce(readingResults(await readFile(await (await download).path(), "utf8")));
  return rows.map(({ task, input, came, runtimeMs, volunteer, attempts }) => {
    const [result, state] = came.type === "value" ? [String(came.value), "done"] : [came.type, "failed"];
    return [task, input, result, formatRuntime(runtimeMs), volunteer, attempts, state].join(" | ");
  });
}

/** Reads the results of an ended job from all sources. */
export async function gatherEvidence(coordinator: CoordinatorActor): Promise<Evidence> {
  const journal = await readJournal(coordinator.page);
  const table = await readTable(coordinator.page);
  const exported = await readExport(coordinator);
  await coordinator.reload();
  const again = coordinator.page.getByRole("region", { name: "Table of tasks" }).getByRole("table");
  await expect(again).not.toHaveAttribute("aria-rowcount", "1");
  return { journal, table, exported, reread: await readTable(coordinator.page) };
}
