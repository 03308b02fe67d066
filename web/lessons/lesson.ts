import type { Pool } from "../pool/pool-types.ts";
import type { LessonId, LessonStepId } from "../words/lesson-words.ts";

/** One line that a lesson's program has written. */
export interface OutputLine {
  readonly id: number;
  /** The volunteer whose task has written it; null for the program itself. */
  readonly volunteer: string | null;
  readonly text: string;
}

/** What a step is found done by: nothing else counts, least of all the time. */
export interface Seen {
  /** Slots of all who are in the room and have not paused. */
  readonly slots: number;
  readonly lines: readonly OutputLine[];
  /** Turns that the program has come to, the one at which it waits among them. */
  readonly turns: readonly string[];
}

/** Where a program waits for a person, and the call that comes next. */
interface Press {
  readonly turn: string;
  readonly call: string;
}

interface Step {
  readonly id: LessonStepId;
  /** What a press of the step's button lets the program do; null for a step that only waits. */
  readonly press: Press | null;
  isDone(seen: Seen): boolean;
}

/** What a lesson's program is given. */
export interface Stage {
  /** Over the room that the page shows. */
  readonly pool: Pool;
  readonly print: (text: string) => void;
  /** Resolves once a person wants the program to go on. */
  readonly turn: (name: string) => Promise<void>;
}

export interface Lesson {
  readonly id: LessonId;
  /** The least number of slots that it needs. */
  readonly slots: number;
  /** After the first one, which is that of all lessons: people join. */
  readonly steps: readonly Step[];
  /** Sources of the program, as `readListing` takes them. */
  readonly python: string;
  readonly typescript: string;
  run(stage: Stage): Promise<void>;
}

/** Whether a line like this was written. */
export function said(seen: Seen, line: RegExp): boolean {
  return seen.lines.some(({ text }) => line.test(text));
}

/** Tasks that the program says it has handed out; 0 before that. */
export function tasksHandedOut(lines: readonly OutputLine[]): number {
  for (const { text } of lines) {
    const count = /^waiting for all (\d+)$/.exec(text)?.[1];
    if (count !== undefined) return Number(count);
  }
  return 0;
}
