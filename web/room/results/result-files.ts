import type { RoomEnvironment } from "../../environment/environment.ts";
import type { SavedFile } from "../../environment/file-saver.ts";
import { inSlices } from "../../core/time-slices.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Saying } from "../../words/sayings.ts";
import { exporting, type ExportFormat } from "./export-lines.ts";
import type { ReadableJob } from "./readable-job.ts";

const fileTypes: Readonly<Record<ExportFormat, { readonly extension: string; readonly type: string }>> = {
  jsonl: { extension: "jsonl", type: "application/jsonl" },
  json: { extension: "json", type: "application/json" },
  csv: { extension: "csv", type: "text/csv" },
  excel: { extension: "csv", type: "text/csv" },
};

/** A job, and what names it in its file's name: `VYL37S-2`. */
export interface Exportable {
  readonly job: ReadableJob;
  readonly place: string;
}

type Surroundings = Pick<RoomEnvironment, "clock" | "files">;

/** Hands the person files of results, one at a time: a large one takes seconds, in which its button can be clicked again. */
export class ResultFiles {
  readonly #environment: Surroundings;
  readonly #log: LogBook;
  readonly #changed: () => void;
  #isBusy = false;

  constructor(environment: Surroundings, log: LogBook, changed: () => void) {
    this.#environment = environment;
    this.#log = log;
    this.#changed = changed;
  }

  /** `read` gives null where there is no such job any more. */
  async saveResults(format: ExportFormat, read: () => Promise<Exportable | null>): Promise<void> {
    if (this.#isBusy) {
      this.#write("trouble", { key: "file-under-way" });
      return;
    }
    this.#isBusy = true;
    this.#write("job", { key: "file-begun" });
    const { clock, files } = this.#environment;
    try {
      const found = await read();
      if (found === null) return;
      const { job, place } = found;
      const { extension, type } = fileTypes[format];
      const name = `tabpool-${titleForFile(job.definition.title)}-${place}.${extension}`;
      const file = files.beginFile(name, type);
      await inSlices(addingParts(file, exporting(job, format)), clock);
      file.save();
      this.#write("job", { key: "file-ready", name });
    } catch (error) {
      this.#write("trouble", { key: "file-failed", reason: String(error) });
    } finally {
      this.#isBusy = false;
    }
  }

  #write(kind: "job" | "trouble", saying: Saying): void {
    this.#log.write(kind, saying);
    this.#changed();
  }
}

/** A title as part of a file's name, on every system: `primes-below-a-million`. */
export function titleForFile(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-") || "job";
}

/** The file takes each part as soon as it is there: all of them at once would hold up the page. */
function* addingParts(
  file: SavedFile,
  parts: Iterable<string | Promise<unknown>>,
): Generator<Promise<unknown> | null, void> {
  for (const part of parts) {
    if (typeof part === "string") file.addPart(part);
    yield typeof part === "string" ? null : part;
  }
}
