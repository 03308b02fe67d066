import { lessons } from "./english/lessons.ts";
import type { LessonLanguage } from "./lesson-words.ts";

/** What lessons say. Loaded with them: no other page has a use for it. */
export const lessonWords: LessonLanguage = lessons;
