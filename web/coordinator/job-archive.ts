import type { JobDefinition, JobHistory, JobKey, JobSummary, Journal } from "../journal/journal.ts";
import type { RoomId } from "../journal/room-id.ts";
import { saveFile } from "../ui/save-file.ts";
import { exportJob, type ExportFormat } from "./job-export.ts";
import { openPastJob, type PastJob } from "./past-job.ts";

const fileTypes: Readonly<Record<ExportFormat, string>> = {
  jsonl: "application/jsonl",
  csv: "text/csv",
};

/** The jobs on record, of every room of this browser: listed, opened, exported, deleted. */
export class JobArchive {
  readonly #changed: () => void;
  /** The record could not be read or changed. */
  readonly #failed: (reason: string) => void;
  #journal: Journal | null = null;
  jobs: readonly JobSummary[] = [];
  quotaBytes: number | null = null;
  /** The one that is shown instead of the room's own. */
  opened: PastJob | null = null;

  constructor(changed: () => void, failed: (reason: string) => void) {
    this.#changed = changed;
    this.#failed = failed;
  }

  async read(journal: Journal): Promise<void> {
    this.#journal = journal;
    await this.refresh();
  }

  /** A journal that has gone away meanwhile leaves the list as it was: whoever writes to it says so. */
  async refresh(): Promise<void> {
    try {
      this.jobs = (await this.#journal?.jobs()) ?? [];
      // Missing on plain-http addresses of the local network.
      if ("storage" in navigator) this.quotaBytes = (await navigator.storage.estimate()).quota ?? null;
    } catch {
      return;
    }
    this.#changed();
  }

  /** What an earlier start of the room has left, the oldest first, and the room's newest job. */
  async jobsOf(room: RoomId): Promise<{ unfinished: JobHistory[]; newest: JobSummary | null }> {
    const own = this.jobs.filter((job) => job.room === room);
    const open = own.filter(({ phase }) => phase === "running" || phase === "paused");
    const histories = await Promise.all(open.toReversed().map(async (job) => this.#history(job)));
    return { unfinished: histories.filter((history) => history !== null), newest: own[0] ?? null };
  }

  async open(key: JobKey): Promise<void> {
    const history = await this.#history(key);
    if (history === null) return;
    this.opened = openPastJob(history);
    this.#changed();
  }

  close(): void {
    this.opened = null;
  }

  async definition(key: JobKey): Promise<JobDefinition | null> {
    return (await this.#history(key))?.definition ?? null;
  }

  async export(key: JobKey, format: ExportFormat): Promise<void> {
    const history = await this.#history(key);
    if (history === null) return;
    const { code, job, workload } = history.summary;
    saveFile(`tabpool-${workload}-${code}-${job}.${format}`, fileTypes[format], exportJob(history, format));
  }

  async delete(key: JobKey): Promise<void> {
    try {
      await this.#journal?.deleteJob(key);
    } catch (error) {
      this.#failed(String(error));
    }
    await this.refresh();
  }

  async #history(key: JobKey): Promise<JobHistory | null> {
    try {
      return (await this.#journal?.readJob(key)) ?? null;
    } catch (error) {
      this.#failed(String(error));
      return null;
    }
  }
}
