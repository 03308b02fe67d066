import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { openInputs, type InputRecipe } from "../../web/core/job/inputs.ts";
import type { AcceptedResults } from "../../web/journal/journal.ts";
import type { JobHead } from "../../web/journal/tally.ts";
import { formatRuntime } from "../../web/ui/format.ts";
import type { CoordinatorActor } from "../actors/coordinator.ts";

interface Journaled {
  /** The task of each accepted result, in the order of the records; a task that is here twice was accepted twice. */
  readonly accepted: readonly number[];
  readonly failed: readonly number[];
  readonly inputs: InputRecipe;
}

/** The only job of the only room of this browser, as the database itself has it. */
async function readJournal(page: Page): Promise<Journaled> {
  return page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- the page gets this function and nothing around it
    const answer = async <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no answer")));
      });
    const database = await answer(indexedDB.open("tabpool"));
    const transaction = database.transaction(["jobs", "results"]);
    const records: AcceptedResults[] = await answer(transaction.objectStore("results").getAll());
    const jobs: JobHead[] = await answer(transaction.objectStore("jobs").getAll());
    database.close();
    const [job] = jobs;
    if (job === undefined || jobs.length > 1) throw new Error(`${jobs.length} jobs are on record`);
    return {
      accepted: records.flatMap(({ block, positions }) =>
        Array.from(positions ?? block.indices.keys(), (at) => block.indices[at] ?? -1),
      ),
      failed: records.flatMap(({ failures }) => failures.map(({ task }) => task)),
      inputs: job.definition.inputs,
    };
  });
}

/** Each row of the task table by its cells, all of them, though only those in sight are drawn. */
async function readTable(page: Page): Promise<readonly (readonly string[])[]> {
  return page.getByRole("region", { name: "Table of tasks" }).evaluate(async (box) => {
    const total = Number(box.querySelector('[role="table"]')?.getAttribute("aria-rowcount")) - 1;
    const rows: string[][] = [];
    box.scrollTop = 0;
    while (rows.length < total) {
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
      // The next row in the order is drawn as soon as the one before it has been scrolled to.
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

/** The page's own export of the job, in the words of the table. */
async function readExport(coordinator: CoordinatorActor): Promise<string[]> {
  const download = coordinator.page.waitForEvent("download");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "CSV" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
  return lines.slice(1).map((line) => {
    const [task, input, state, result, runtimeMs, volunteer, attempts] = line.split(",");
    return [task, input, result, formatRuntime(Number(runtimeMs)), volunteer, attempts, state].join(" | ");
  });
}

/** What the end of a job must have left: each task once and right, in the journal, in the table and in both the same. */
export async function findFaultsOfRecord(coordinator: CoordinatorActor, count: number): Promise<string[]> {
  const { accepted, failed, inputs } = await readJournal(coordinator.page);
  const complaints = failed.map((task) => `task ${task} failed`);
  if (accepted.length !== count) complaints.push(`${accepted.length} results are in the journal instead of ${count}`);
  const distinct = new Set(accepted);
  if (distinct.size !== accepted.length) {
    complaints.push(`${accepted.length - distinct.size} results are in the journal more than once`);
  }

  const table = await readTable(coordinator.page);
  if (table.length !== count) complaints.push(`${table.length} rows are in the table instead of ${count}`);
  const source = openInputs(inputs);
  for (const [nth, [task = "", input, result, , , , state, arrival = ""]] of table.entries()) {
    const known = source.at(Number(task));
    const n: unknown = Array.isArray(known) ? known[0] : known;
    const isRight = typeof n === "number" && input === String(n) && result === `${n} * ${n} = ${n * n}`;
    if (!isRight || state !== "done") complaints.push(`task ${task} of ${input} is ${state} with “${result}”`);
    if (Number(arrival.replaceAll(",", "")) !== nth + 1) complaints.push(`row ${nth + 1} arrived as number ${arrival}`);
  }

  const exported = await readExport(coordinator);
  const shown = table.map((cells) => cells.slice(0, 7).join(" | "));
  complaints.push(...differences(shown, exported, "in the table", "in the journal’s export"));
  await coordinator.reload();
  await coordinator.waitForDone(count);
  const reread = (await readTable(coordinator.page)).map((cells) => cells.slice(0, 7).join(" | "));
  complaints.push(...differences(shown, reread, "in the table", "in the table after a reload"));
  return complaints;
}

/** Lines that only one side has, a few of them. */
function differences(one: readonly string[], other: readonly string[], ofOne: string, ofOther: string): string[] {
  const [inOne, inOther] = [new Set(one), new Set(other)];
  const missing = [
    ...one.filter((line) => !inOther.has(line)).map((line) => `only ${ofOne}: ${line}`),
    ...other.filter((line) => !inOne.has(line)).map((line) => `only ${ofOther}: ${line}`),
  ];
  if (one.length !== other.length) missing.push(`${one.length} lines ${ofOne}, ${other.length} ${ofOther}`);
  return missing.slice(0, 6);
}
