import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { lessonIds, type LessonId } from "../../words/lesson-words.ts";
import { lessonWords } from "../../words/say-lesson.ts";
import { say } from "../../words/say.ts";
import type { Room } from "../../room/room.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { lessonParameter } from "../../coordinator/page-in-url.ts";
import { LessonRun, type LessonState, type OpenLessonPool } from "../lesson-run.ts";
import { tasksHandedOut, type Lesson } from "../lesson.ts";
import { readListing } from "../listing.ts";
import { Listing } from "./listing.tsx";
import { Output } from "./output.tsx";
import "./lessons.css";

interface Props {
  readonly room: Room;
  readonly lesson: Lesson;
  readonly openPool: OpenLessonPool;
}

const { labels, lessons: words, steps: stepWords } = lessonWords;

/** A lesson beside its room: what to do and what to watch, the program in both languages, and what it has written. */
export function LessonPanel({ room, lesson, openPool }: Props) {
  const [run, setRun] = useState<LessonRun | null>(null);
  useEffect(() => {
    const begun = new LessonRun({ room, lesson, openPool });
    // A run is an external system; only the first rendering has none.
    // oxlint-disable-next-line react/set-state-in-effect
    setRun(begun);
    return () => begun.close();
  }, [room, lesson, openPool]);
  return run === null ? null : <RunningLesson room={room} lesson={lesson} run={run} />;
}

function RunningLesson({ room, lesson, run }: Pick<Props, "room" | "lesson"> & { readonly run: LessonRun }) {
  const state = useFrameStore(run.store, (all) => all);
  const python = useMemo(() => readListing(lesson.python), [lesson]);
  const typescript = useMemo(() => readListing(lesson.typescript), [lesson]);
  const { title, shows } = words[lesson.id];
  const { done, turn, lines } = state;
  // The line is marked once its step is: until then the one before is to be watched.
  const marked = lesson.steps[done - 1]?.press?.turn === turn ? turn : null;
  return (
    <section className="panel lesson" aria-labelledby="lesson-title">
      <div className="panel-head">
        <h2 id="lesson-title">{title}</h2>
        <p className="aside">
          {labels.place(lessonIds.indexOf(lesson.id) + 1, lessonIds.length)} · <a href="/lessons">{labels.all}</a>
        </p>
      </div>
      <p>{shows}</p>
      <div className="lesson-parts">
        <Steps room={room} lesson={lesson} run={run} state={state} />
        <div className="lesson-program">
          <Listing language="Python" lines={python} turn={marked} />
          <Listing language="TypeScript" lines={typescript} turn={marked} />
          <Output lines={lines} />
        </div>
      </div>
    </section>
  );
}

interface StepsProps extends Pick<Props, "room" | "lesson"> {
  readonly run: LessonRun;
  readonly state: LessonState;
}

function Steps({ room, lesson, run, state }: StepsProps) {
  const { done, slots, lines, turn, isOver, problem } = state;
  const ids = ["gather", ...lesson.steps.map(({ id }) => id)] as const;
  const figures = { slots, needed: lesson.slots, tasks: tasksHandedOut(lines) };
  const isAtEnd = done >= ids.length;
  const press = lesson.steps[done - 1]?.press ?? null;
  return (
    <div className="lesson-way">
      <ol className="lesson-steps">
        {ids.map((id, at) => {
          const { act, watch } = stepWords[id](figures);
          const isNow = at === done;
          return (
            <li key={id} className={at < done ? "is-done" : undefined} aria-current={isNow ? "step" : undefined}>
              <p>
                {act}
                {at < done && <span className="lesson-mark"> {labels.done}</span>}
              </p>
              {at <= done && (
                <p className="hint">
                  <strong>{labels.watch}</strong> {watch}
                </p>
              )}
              {isNow && id === "gather" && <OwnCores room={room} />}
              {isNow && press !== null && (
                <button type="button" className="primary" disabled={turn !== press.turn} onClick={() => run.press()}>
                  {press.call}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <div role="status">
        {problem !== null && <p className="problem">{`${labels.failed} ${problem}`}</p>}
        {problem === null && isOver && !isAtEnd && <p className="problem">{labels.cutShort}</p>}
      </div>
      {isAtEnd && <Question id={lesson.id} />}
      {done > 0 && (
        <p className="buttons">
          <button type="button" onClick={() => run.restart()}>
            {labels.again}
          </button>
        </p>
      )}
    </div>
  );
}

/** A lesson whose room nobody joins goes on with these. */
function OwnCores({ room }: Pick<Props, "room">) {
  const helping = useStore(room.store, (state) => state.helping);
  const problem = useStore(room.store, (state) => state.helpProblem);
  return (
    <>
      <button
        type="button"
        className="primary lesson-words"
        disabled={helping === "starting"}
        onClick={() => room.helpHere(true)}
      >
        {helping === "starting" ? labels.ownCoresStart : labels.ownCores}
      </button>
      {helping === "failed" && problem !== null && (
        <p className="problem" role="alert">
          {labels.ownCoresFail(say(problem).replace(/\.+$/, ""))}
        </p>
      )}
    </>
  );
}

/** In the same room, so that a class stays. */
function nextAddress(next: LessonId): string {
  const url = new URL(location.href);
  url.searchParams.set(lessonParameter, next);
  return url.href;
}

function Question({ id }: Pick<Lesson, "id">) {
  const { question, answer } = words[id];
  const next = lessonIds[lessonIds.indexOf(id) + 1];
  return (
    <div className="lesson-question">
      <h3>{labels.question}</h3>
      <p>{question}</p>
      <details>
        <summary>{labels.showAnswer}</summary>
        <p>{answer}</p>
      </details>
      {next !== undefined && (
        <p>
          <a href={nextAddress(next)}>{labels.next(words[next].title)}</a>
        </p>
      )}
    </div>
  );
}
