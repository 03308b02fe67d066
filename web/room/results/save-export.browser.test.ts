import { expect, onTestFinished, test, vi } from "vitest";
import { Tasks } from "../../core/scheduler/tasks.ts";
import { sampleDefinition } from "../../journal/testing/samples.ts";
import { LogBook } from "../../words/log-book.ts";
import { JobFiles, type Exportable } from "./save-export.ts";
import { JobRecord } from "./job-results.ts";

/** Of a job of which nothing is on record. */
const exportable: Exportable = {
  job: { definition: sampleDefinition, record: new JobRecord(1), tasks: new Tasks(1), nameOf: String },
  place: "VYL37S-2",
};

function opened() {
  const saved: string[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  onTestFinished(() => click.mockRestore());
  const log = new LogBook();
  return { saved, files: new JobFiles(log, () => {}), words: () => log.read().map(({ text }) => text) };
}

test("a file says that it is on its way, and who clicks meanwhile gets no second one", async () => {
  const { saved, files, words } = opened();
  const first = files.save("jsonl", () => Promise.resolve(exportable));
  await files.save("csv", () => Promise.resolve(exportable));
  await first;
  await files.save("csv", () => Promise.resolve(exportable));
  const name = `tabpool-${sampleDefinition.workload}-VYL37S-2`;
  expect(saved).toEqual([`${name}.jsonl`, `${name}.csv`]);
  const begun = "A file of results is being put together";
  expect(words()).toEqual([
    begun,
    "A file is being put together already: wait for it, then click again",
    `The file ${name}.jsonl is ready`,
    begun,
    `The file ${name}.csv is ready`,
  ]);
});

test("a job that cannot be read gives no file, says so, and bars no other", async () => {
  const { saved, files, words } = opened();
  await files.save("jsonl", () => Promise.reject(new Error("the disk is gone")));
  expect(words().at(-1)).toContain("the disk is gone");
  await files.save("jsonl", () => Promise.resolve(null));
  await files.save("jsonl", () => Promise.resolve(exportable));
  expect(saved).toHaveLength(1);
});
