import { useMemo } from "react";
import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import type { RoomStore } from "../../../room/store.ts";
import { useTraceReader } from "../use-trace-reader.ts";
import { attemptHead, attemptWords, storyParts, timesOf } from "./story-words.ts";
import { TaskStory, type StoryAttempt } from "./task-story.ts";

interface Props {
  readonly trace: JobTrace;
  readonly results: Results;
  readonly store: RoomStore;
  readonly task: number;
}

/** Each attempt at a task: who had it, what was decided, and where its time went. Nothing where the trace tells of none. */
export function TaskStoryView({ trace, results, store, task }: Props) {
  const story = useMemo(() => new TaskStory(trace, task), [trace, task]);
  const attempts = useTraceReader(story, { results, store }, attemptsOf);
  if (attempts === null || attempts.length === 0) return null;
  const told = attempts.map((attempt) => ({ attempt, times: timesOf(attempt, trace.nowMs) }));
  const fromMs = Math.min(...attempts.map(({ chosenMs }) => chosenMs));
  const ends = told.map(
    ({ attempt, times }) => attempt.chosenMs + Object.values(times).reduce((sum, ms) => sum + ms, 0),
  );
  const spanMs = Math.max(1, ...ends.map((ms) => ms - fromMs));
  const seen = storyParts.filter(({ part }) => told.some(({ times }) => times[part] > 0));
  return (
    <>
      <h3>Attempts</h3>
      <ol className="story">
        {told.map(({ attempt, times }, nth) => (
          // oxlint-disable-next-line react/no-array-index-key -- attempts are only added at the end
          <li key={nth}>
            <strong>{attemptHead(attempt, (volunteer) => results.nameOf(volunteer))}</strong>
            <div className="story-bar" aria-hidden="true">
              <span style={{ flexGrow: (attempt.chosenMs - fromMs) / spanMs }} />
              {storyParts.map(({ part }) => (
                <span key={part} className={`story-${part}`} style={{ flexGrow: times[part] / spanMs }} />
              ))}
              <span style={{ flexGrow: 1 - ((ends[nth] ?? 0) - fromMs) / spanMs }} />
            </div>
            <p className="hint">{attemptWords(attempt, times)}</p>
          </li>
        ))}
      </ol>
      <ul className="story-legend" aria-label="What the colours of the attempts mean">
        {seen.map(({ part, label }) => (
          <li key={part}>
            <span className={`swatch story-${part}`} />
            {label}
          </li>
        ))}
      </ul>
      <p className="aside">Moments are counted from the job’s start, by this computer’s clock.</p>
    </>
  );
}

function attemptsOf(story: TaskStory): readonly StoryAttempt[] {
  return story.attempts;
}
