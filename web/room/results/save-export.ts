import type { LogBook } from "../../words/log-book.ts";
import { saveFile } from "../../ui/save-file.ts";
import { exporting, type ExportedJob, type ExportFormat } from "./export-lines.ts";
import { inSlices } from "../../table/time-slices.ts";
import { browserClock } from "../../environment/browser/browser-clock.ts";

const fileTypes: Readonly<Record<ExportFormat, { readonly extension: string; readonly type: string }>> = {
  jsonl: { extension: "jsonl", type: "application/jsonl" },
  csv: { extension: "csv", type: "text/csv" },
  excel: { extension: "csv", type: "text/csv" },
};

/** A job, and what names it in its file's name: `VYL37S-2`. */
export interface Exportable {
  readonly job: ExportedJob;
  readonly place: string;
}

/** Hands the person files of results, one at a time: a large one takes seconds, in which its button can be clicked again. */
export class JobFiles {
  readonly #log: LogBook;
  readonly #changed: () => void;
  #isBusy = false;

  constructor(log: LogBook, changed: () => void) {
    this.#log = log;
    this.#changed = changed;
  }

  /** `read` gives null where there is no such job any more. */
  async save(format: ExportFormat, read: () => Promise<Exportable | null>): Promise<void> {
    if (this.#isBusy) {
      this.#say("trouble", "A file is being put together already: wait for it, then click again");
      return;
    }
    this.#isBusy = true;
    this.#say("job", "A file of results is being put together");
    try {
      const found = await read();
      if (found === null) return;
      const { job, place } = found;
      const { extension, type } = fileTypes[format];
      const name = `tabpool-${job.definition.workload}-${place}.${extension}`;
      saveFile(name, type, await inSlices(keeping(exporting(job, format)), browserClock));
      this.#say("job", `The file ${name} is ready`);
    } catch (error) {
      this.#say("trouble", `The file could not be put together: ${String(error)}`);
    } finally {
      this.#isBusy = false;
    }
  }

  #say(kind: "job" | "trouble", words: string): void {
    this.#log.write(kind, words);
    this.#changed();
  }
}

/** The browser keeps each part as soon as it is there: all of them at once would hold up the page. */
function* keeping(parts: Iterable<string>): Generator<void, Blob[]> {
  const kept: Blob[] = [];
  for (const part of parts) {
    kept.push(new Blob([part]));
    yield;
  }
  return kept;
}
