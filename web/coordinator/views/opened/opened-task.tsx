import { useEffect, useId, useMemo, useRef, useState } from "react";
import { outcomes } from "../../../core/job/job.ts";
import type { FailedAttempt } from "../../../core/scheduler/task-failure.ts";
import { messageOf } from "../../../core/message-of.ts";
import type { OpenedValue } from "../../../core/values/packed.ts";
import type { JobKey } from "../../../journal/journal.ts";
import { describeThrown } from "../../../core/values/describe-thrown.ts";
import { refusedName } from "../../../room/results/value-check.ts";
import { readThrown } from "../../../room/results/settlements.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import type { TaskRow } from "../../../table/table-query.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatCount, formatDuration, formatRuntime } from "../../../words/format.ts";
import type { LogLine } from "../../../words/log-line.ts";
import { say } from "../../../words/say.ts";
import { stateWords } from "../tasks/state-words.ts";
import { Fact, Failure } from "../try-out/trial-result.tsx";
import { TaskStoryView } from "./task-story-view.tsx";
import { WholeValue } from "./whole-value.tsx";
import "./opened.css";

/** Starts or changes a job that is made of some tasks of the job that was drawn with them. */
export interface TasksAgain {
  readonly run: (job: JobView, tasks: readonly number[]) => void;
  readonly change: (job: JobView, task: number) => void;
}

interface Props {
  readonly room: Room;
  readonly results: Results;
  readonly job: JobView;
  /** As it stands in the table. */
  readonly row: TaskRow;
  readonly again: TasksAgain;
  readonly onClosed: () => void;
}

/** All that is known of a task, as long as it is drawn: input, result or failures, where and when, and what it has written. */
export function OpenedTask({ room, results, job, row, again, onClosed }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const task = row.index;
  const isSettled = row.state === "done" || row.state === "failed";
  // What is on record of a task does not change any more.
  const result = useMemo(() => (isSettled ? results.at(task) : null), [results, task, isSettled]);
  const outcome = useMemo(() => (isSettled ? results.openAt(task) : null), [results, task, isSettled]);
  const trace = useFrameStore(room.store, () => room.trace);
  const lines = useConsole(room, job, task);
  const close = (): void => dialog.current?.close();
  const closeFirst =
    <Given extends readonly unknown[]>(go: (...given: Given) => void, ...given: Given) =>
    (): void => {
      close();
      go(...given);
    };

  return (
    <dialog className="opened" ref={dialog} aria-labelledby={id} onClose={onClosed}>
      <div className="panel-head">
        <h2 id={id}>Task {formatCount(task)}</h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
      <dl className="trial-facts">
        <Fact name="State">{stateWords[row.state]}</Fact>
        {row.volunteer !== null && <Fact name="Volunteer">{volunteerWords(row.volunteer, result?.slot ?? null)}</Fact>}
        {result !== null && (
          <>
            <Fact name="Runtime">{formatRuntime(result.runtimeMs)}</Fact>
            <Fact name="Began">{`${formatDuration(result.startedMs)} after the job`}</Fact>
            <Fact name="Arrived">{`as number ${formatCount(result.arrival)}`}</Fact>
          </>
        )}
        <Fact name="Attempts">{formatCount(row.attempts)}</Fact>
      </dl>
      {row.state === "skipped" ? (
        <>
          <h3>Skipped row</h3>
          <WholeValue name="Skipped row" value={row.input} bytes={null} />
          <p className="problem">{row.result}</p>
        </>
      ) : (
        <>
          <h3>Input</h3>
          <Input {...{ room, task }} of={job.key} />
        </>
      )}
      {(outcome?.type === "value" || outcome?.type === "large") && (
        <>
          <h3>Result</h3>
          <WholeValue name="Result" value={outcome.value} bytes={outcome.type === "large" ? outcome.bytes : null} />
        </>
      )}
      {outcome?.type === "unreadable" && (
        <>
          <h3>Result</h3>
          <p className="problem">It is unreadable: {outcome.reason}</p>
        </>
      )}
      {outcome?.type === "failed" && (
        <>
          <h3>Failed attempts</h3>
          <ol className="opened-attempts">
            {outcome.failure.history.map((attempt, nth) => (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <li key={nth}>
                <Attempt attempt={attempt} name={results.nameOf(attempt.volunteer)} text={job.request.program.source} />
              </li>
            ))}
          </ol>
        </>
      )}
      {trace !== null && <TaskStoryView {...{ trace, results, task }} store={room.store} />}
      {lines.length > 0 && (
        <>
          <h3>Console</h3>
          <ol className="opened-lines">
            {lines.map((line) => (
              <li key={line.id}>{say(line.saying)}</li>
            ))}
          </ol>
        </>
      )}
      {row.state !== "skipped" && (
        <div className="buttons">
          <button type="button" onClick={closeFirst(again.run, job, [task])}>
            Run this input again
          </button>
          <button type="button" onClick={closeFirst(again.change, job, task)}>
            Change this input
          </button>
        </div>
      )}
    </dialog>
  );
}

/** `laptop, slot 2` */
function volunteerWords(name: string, slot: number | null): string {
  return slot === null ? name : `${name}, slot ${slot + 1}`;
}

/** Lines of the task in the log, as far back as it goes. */
function useConsole(room: Room, job: JobView, task: number): readonly LogLine[] {
  const log = useFrameStore(room.store, (state) => state.log);
  return useMemo(
    () =>
      log.filter(({ saying }) => {
        return saying.key === "task-said" && saying.task === task && saying.id === job.id;
      }),
    [log, task, job.id],
  );
}

type InputRead = OpenedValue | { readonly problem: string };

interface InputProps {
  readonly room: Room;
  readonly of: JobKey;
  readonly task: number;
}

function Input({ room, of, task }: InputProps) {
  const [read, setRead] = useState<InputRead | null>(null);
  useEffect(() => {
    let isGone = false;
    const show = (found: InputRead): void => {
      if (!isGone) setRead(found);
    };
    const inputs = room.inputsOf(of);
    if (inputs === null) return;
    inputs.openInput(task).then(show, (error: unknown) => show({ problem: messageOf(error) }));
    return () => {
      isGone = true;
    };
  }, [room, of, task]);
  if (read === null) return <p className="hint">It is being read…</p>;
  if ("problem" in read) return <p className="problem">It cannot be read: {read.problem}</p>;
  return <WholeValue name="Input" {...read} />;
}

const endings: Readonly<Record<FailedAttempt["outcome"], string>> = {
  [outcomes.threw]: "threw",
  [outcomes.timedOut]: "was over its time limit",
  [outcomes.crashed]: "ended its Worker",
  lost: "was in hand when the volunteer died",
};

interface AttemptProps {
  readonly attempt: FailedAttempt;
  /** The volunteer's. */
  readonly name: string;
  /** The program. */
  readonly text: string;
}

function Attempt({ attempt: { outcome, runtimeMs, error }, name, text }: AttemptProps) {
  const thrown = useMemo(() => (error.length === 0 ? null : { value: readThrown(error) }), [error]);
  const isRefused = thrown !== null && describeThrown(thrown.value).name === refusedName;
  return (
    <>
      <p>
        {name}: {isRefused ? "returned what is no result" : endings[outcome]}
        {outcome === "lost" ? "" : ` after ${formatRuntime(runtimeMs)}`}
      </p>
      {thrown !== null && (
        <dl className="trial-facts">
          <Failure thrown={thrown.value} text={text} />
        </dl>
      )}
    </>
  );
}
