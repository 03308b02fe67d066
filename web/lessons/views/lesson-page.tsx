import { usePace } from "../../ui/use-pace.ts";
import { useMemo } from "react";
import { lessonInUrl } from "../../coordinator/page-in-url.ts";
import { CoordinatorPage } from "../../coordinator/views/coordinator-page.tsx";
import type { Room } from "../../room/room.ts";
import { lessons } from "../lessons.ts";
import { lessonEnvironment, openLessonRoom } from "../open-lesson-room.ts";
import { poolsInRoom } from "../pool-in-room.ts";
import { LessonPanel } from "./lesson-panel.tsx";

const named = lessonInUrl();
const lesson = named === null ? null : lessons[named];

/** The coordinator's page with the lesson that its address names; without one where there is no such lesson, which it says. */
export function LessonPage() {
  return <CoordinatorPage openRoom={openLessonRoom} Lesson={lesson === null ? null : LessonOfUrl} />;
}

function LessonOfUrl({ room }: { readonly room: Room }) {
  const pace = usePace();
  const openPool = useMemo(() => poolsInRoom(lessonEnvironment(pace)), [pace]);
  return lesson === null ? null : <LessonPanel room={room} lesson={lesson} openPool={openPool} />;
}
