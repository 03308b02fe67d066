import { expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { Tasks } from "../../core/scheduler/tasks.ts";
import { sampleDefinition } from "../../journal/testing/samples.ts";
import { LogBook } from "../../words/log-book.ts";
import { FakeEnvironment } from "../testing/fake-environment.ts";
import { ResultFiles, type Exportable } from "./result-files.ts";
import { Settlements } from "./settlements.ts";
import { finalResults } from "./testing/final-results.ts";

/** Of a job of which nothing is on record. */
const exportable: Exportable = {
  job: {
    definition: sampleDefinition,
    describer: describerOf(sampleDefinition.view),
    inputs: openInputs(sampleDefinition.inputs),
    results: finalResults(new Settlements(1), new Tasks(1), String),
  },
  place: "VYL37S-2",
};

function opened() {
  const environment = new FakeEnvironment();
  const log = new LogBook();
  return {
    files: new ResultFiles(environment, log, () => {}),
    saved: () => environment.keptFiles.filter(({ isSaved }) => isSaved).map(({ name }) => name),
    said: () => log.read().map(({ saying }) => saying),
  };
}

test("a file says that it is on its way, and a click meanwhile gets no second one", async () => {
  const { files, saved, said } = opened();
  const first = files.saveResults("jsonl", () => Promise.resolve(exportable));
  await files.saveResults("csv", () => Promise.resolve(exportable));
  await first;
  await files.saveResults("csv", () => Promise.resolve(exportable));
  const name = "tabpool-squares-VYL37S-2";
  expect(saved()).toEqual([`${name}.jsonl`, `${name}.csv`]);
  expect(said()).toEqual([
    { key: "file-begun" },
    { key: "file-under-way" },
    { key: "file-ready", name: `${name}.jsonl` },
    { key: "file-begun" },
    { key: "file-ready", name: `${name}.csv` },
  ]);
});

test("a job that cannot be read gives no file, says so, and bars no other", async () => {
  const { files, saved, said } = opened();
  await files.saveResults("jsonl", () => Promise.reject(new Error("the disk is gone")));
  expect(said().at(-1)).toEqual({ key: "file-failed", reason: "Error: the disk is gone" });
  await files.saveResults("jsonl", () => Promise.resolve(null));
  await files.saveResults("jsonl", () => Promise.resolve(exportable));
  expect(saved()).toHaveLength(1);
});
