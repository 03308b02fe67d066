/** Lessons by their names in addresses, in the order in which they are learnt. */
export const lessonIds = ["process", "pool", "queue", "lock"] as const;

export type LessonId = (typeof lessonIds)[number];

export function isLessonId(text: string | null): text is LessonId {
  return lessonIds.some((id) => id === text);
}

/** Steps that differ from lesson to lesson. The first one of each is `gather`. */
export type LessonStepId =
  | "gather"
  | "process-start"
  | "process-join"
  | "process-exitcode"
  | "pool-apply"
  | "pool-wait"
  | "pool-join"
  | "queue-writer"
  | "queue-reader"
  | "queue-alive"
  | "queue-terminate"
  | "lock-without"
  | "lock-with";

/** What a step's words may tell of the room. */
interface LessonFigures {
  /** Slots that are in the room, and the least that the lesson takes. */
  readonly slots: number;
  readonly needed: number;
  /** Tasks that the lesson's program has handed out; 0 before that. */
  readonly tasks: number;
}

/** Each one sentence: what to do, and what to watch. */
interface StepWords {
  readonly act: string;
  readonly watch: string;
}

interface LessonWords {
  readonly title: string;
  /** What it shows, in one sentence. */
  readonly shows: string;
  readonly question: string;
  readonly answer: string;
}

/** A language that lacks a lesson, a step or a label does not compile. */
export interface LessonLanguage {
  readonly lessons: Readonly<Record<LessonId, LessonWords>>;
  readonly steps: Readonly<Record<LessonStepId, (figures: LessonFigures) => StepWords>>;
  readonly labels: LessonLabels;
}

interface LessonLabels {
  readonly lessons: string;
  readonly lessonsHint: string;
  /** `Lesson 2 of 8` */
  readonly place: (number: number, of: number) => string;
  readonly watch: string;
  readonly done: string;
  readonly ownCores: string;
  readonly ownCoresStart: string;
  readonly ownCoresFail: (why: string) => string;
  readonly output: string;
  readonly noOutput: string;
  /** Of a line that the program itself has written, in the coordinator's page. */
  readonly thisPage: string;
  readonly listing: (language: string) => string;
  readonly question: string;
  readonly showAnswer: string;
  readonly again: string;
  readonly next: (title: string) => string;
  readonly all: string;
  readonly failed: string;
  /** The program has ended before all steps were done. */
  readonly cutShort: string;
}
