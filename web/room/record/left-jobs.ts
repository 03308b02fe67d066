import type { JobId } from "../../core/ids.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import { orAborted, type Reasoned } from "../../core/or-aborted.ts";
import type { JobHistory } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import type { JobArchive } from "./job-archive.ts";

interface TakenJob {
  readonly history: JobHistory;
  /** Inputs behind those on record; null where no further ones come. */
  readonly rest: InputStream | null;
}

/** Jobs of earlier starts of a room that wait on its record until they are wanted. Each is taken once. */
export class LeftJobs {
  readonly #archive: JobArchive;
  readonly #left = new Set<JobId>();
  /** Those whose inputs are being compared with a source. */
  readonly #compared = new Set<JobId>();
  #lastSearch: Promise<unknown> = Promise.resolve();

  constructor(archive: JobArchive) {
    this.#archive = archive;
  }

  add(job: JobId): void {
    this.#left.add(job);
  }

  /**
   * The oldest that has this definition and, where there is a source, its inputs; null where there is none. Rejects with the reason of the
   * first signal that is aborted while inputs are compared: the job that they were compared with is then left as it was.
   */
  async takeJob(
    room: RoomId,
    wanted: JobDefinition,
    source: InputStream | null,
    signals: readonly (Reasoned | undefined)[],
  ): Promise<TakenJob | null> {
    const others = new Set<JobId>();
    for (;;) {
      const history = await this.#search(room, wanted, source !== null, others);
      if (history === null) return null;
      if (source === null) return { history, rest: null };
      const { job } = history.summary;
      try {
        const rest = await orAborted(this.#archive.readRest(history, source), signals);
        // Another source may have been found to be the same meanwhile.
        if (rest.type === "value" && this.#left.delete(job)) return { history, rest: rest.value };
      } finally {
        this.#compared.delete(job);
      }
      others.add(job);
    }
  }

  /**
   * Searches take turns, so that jobs are given in the order in which they are asked for. They read the record alone: a program's source may
   * be slow, stand still, or wait for a job that is searched for behind this one.
   */
  #search(
    room: RoomId,
    wanted: JobDefinition,
    isCompared: boolean,
    others: ReadonlySet<JobId>,
  ): Promise<JobHistory | null> {
    const search = this.#lastSearch.then(async () => {
      const history = await this.#find(room, wanted, others);
      if (history === null) return null;
      if (isCompared) this.#compared.add(history.summary.job);
      else this.#left.delete(history.summary.job);
      return history;
    });
    this.#lastSearch = search.catch(() => {});
    return search;
  }

  /** One that another source is compared with only where there is no other one: that one may be found to be another job's. */
  async #find(room: RoomId, wanted: JobDefinition, others: ReadonlySet<JobId>): Promise<JobHistory | null> {
    let compared: JobHistory | null = null;
    const isLeft = (job: JobId): boolean => this.#left.has(job) && !others.has(job);
    for await (const history of this.#archive.jobsLike(room, wanted, isLeft)) {
      if (!this.#compared.has(history.summary.job)) return history;
      compared ??= history;
    }
    return compared;
  }
}
