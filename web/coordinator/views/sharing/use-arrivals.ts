import { useEffect, useEffectEvent, useRef, useState } from "react";
import { jobNumber } from "../../../core/ids.ts";
import { messageOf } from "../../../core/message-of.ts";
import type { Result } from "../../../core/result.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import type { JobKey } from "../../../journal/journal.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { readJobFile } from "../../../sharing/job-file.ts";
import { holdsJob, readLink } from "../../../sharing/job-link.ts";
import type { SharingProblem } from "../../../sharing/shared-job.ts";
import { focusHeading } from "../../../ui/focus-heading.ts";
import type { StartJob } from "../job/job-form.tsx";
import { jobHeadingId } from "../job/job-heading.ts";
import type { TasksAgain } from "../opened/opened-task.tsx";
import { jobOfTasks, tasksInWords } from "../opened/tasks-again.ts";
import { fillingFrom, type Filling } from "./filled-form.ts";

/** A job that has come to the page and is looked at, or why it could not be read. */
export type Arrival =
  | { readonly type: "job"; readonly id: number; readonly job: WholeJob; readonly from: string }
  | { readonly type: "refused"; readonly problem: SharingProblem };

interface Arrivals {
  readonly arrival: Arrival | null;
  /** What the form is to be filled in with. */
  readonly filling: Filling | null;
  /** Shows the job in the file. */
  readonly openFile: (file: File) => void;
  /** Puts a job of the room, or one on record, into the form. */
  readonly changeJob: (key: JobKey) => void;
  /** Tasks of a job, as a job of their own: at once, or in the form. */
  readonly again: TasksAgain;
  /** Puts the job that is looked at into the form. */
  readonly changeArrival: () => void;
  readonly dismiss: () => void;
}

/** Jobs that come to the page as files and as links, and those that are taken up again. None starts by itself. */
export function useArrivals(room: Room, start: StartJob): Arrivals {
  const [arrival, setArrival] = useState<Arrival | null>(null);
  const [filling, setFilling] = useState<Filling | null>(null);
  /** Of the newest thing that was asked for: what comes later of an older one is not wanted any more. */
  const newest = useRef<object | null>(null);

  const follow = async <Found>(reading: Promise<Found>, take: (found: Found) => void): Promise<void> => {
    const asked = {};
    newest.current = asked;
    try {
      const found = await reading;
      if (newest.current === asked) take(found);
    } catch (error) {
      const what = { key: "job-not-found", message: messageOf(error) } as const;
      const problem: SharingProblem = { what, places: [], remedy: { key: "try-again" } };
      if (newest.current === asked) setArrival({ type: "refused", problem });
    }
  };
  const fill = (job: WholeJob, from: string): void => {
    setArrival(null);
    const filled = fillingFrom(job, from);
    setFilling((before) => ({ ...filled, id: (before?.id ?? 0) + 1 }));
    // On a phone the form lies below what was pressed.
    focusHeading(jobHeadingId);
  };
  const takeRead = (read: Result<WholeJob, SharingProblem>, take: (job: WholeJob) => void): void => {
    if (read.type === "value") take(read.value);
    else setArrival({ type: "refused", problem: read.problem });
  };

  const takeFound = (job: WholeJob | null, key: JobKey, take: (job: WholeJob) => void): void => {
    if (job !== null) return take(job);
    const what = { key: "job-not-on-record", job: jobNumber(key.job) } as const;
    setArrival({ type: "refused", problem: { what, places: [], remedy: { key: "try-in-a-moment" } } });
  };

  const takeTasks = (of: JobView, tasks: readonly number[], take: (job: WholeJob, from: string) => void): void => {
    const from = `${tasksInWords(tasks)} of job ${jobNumber(of.id)}`;
    void follow(jobOfTasks(room, of, tasks), (found) => takeFound(found, of.key, (job) => take(job, from)));
  };

  const openLink = useEffectEvent(() => {
    if (!holdsJob(location.hash)) return;
    void follow(readLink(location.hash, browserClock), (read) => takeRead(read, (job) => fill(job, "a link")));
  });
  useEffect(() => {
    openLink();
    const open = (): void => openLink();
    addEventListener("hashchange", open);
    return () => removeEventListener("hashchange", open);
  }, []);

  return {
    arrival,
    filling,
    openFile: (file) => {
      const show = (job: WholeJob): void => {
        const id = (arrival?.type === "job" ? arrival.id : 0) + 1;
        setArrival({ type: "job", id, job, from: file.name });
      };
      void follow(readJobFile(file, browserClock), (read) => takeRead(read, show));
    },
    changeJob: (key) => {
      const from = `job ${jobNumber(key.job)}`;
      void follow(room.findJob(key), (found) => takeFound(found, key, (job) => fill(job, from)));
    },
    again: {
      run: (of, tasks) => {
        takeTasks(of, tasks, (job) => {
          start({ type: "prepared", ...job, source: null });
          focusHeading(jobHeadingId);
        });
      },
      change: (of, task) => takeTasks(of, [task], fill),
    },
    changeArrival: () => {
      if (arrival?.type === "job") fill(arrival.job, arrival.from);
    },
    dismiss: () => setArrival(null),
  };
}
