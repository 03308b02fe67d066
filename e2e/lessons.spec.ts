import { lessonIds } from "../web/words/lesson-words.ts";
import { lessonWords } from "../web/words/say-lesson.ts";
import { LessonActor } from "./actors/lesson.ts";
import { expect, joining, test } from "./fixtures.ts";

const titles = lessonIds.map((id) => lessonWords.lessons[id].title);

/** Of each lesson, what its program and its tasks write at its end. */
const ends: Readonly<Record<string, RegExp>> = {
  "A process": /child ended with 0$/,
  "A pool": /all \d+ done$/,
  "A queue": /reader ended with -15$/,
  "A pipe and a lock": /without the lock: 1 of 2.*with the lock: 2 of 2/s,
};

test("each lesson comes to its end alone, on the tab's own cores", async ({ newPage, server }) => {
  const lesson = new LessonActor(await newPage("learner"));
  await lesson.page.goto(server.origin);
  await lesson.page.getByRole("link", { name: "lessons" }).click();
  for (const title of titles) {
    await lesson.page.goto(`${server.origin}/lessons`);
    await lesson.page.getByRole("link", { name: title, exact: true }).click();
    await lesson.useOwnCores();
    await lesson.takeToItsEnd();
    await expect(lesson.output, title).toHaveText(ends[title] ?? "");
  }
});

test("a class of three goes through all lessons in one room", async ({ newPage, server }) => {
  const lesson = new LessonActor(await newPage("teacher"));
  await lesson.page.goto(`${server.origin}/coordinator?lesson=${lessonIds[0]}`);
  await lesson.expectOpen();
  await joining(newPage, () => lesson.joinLink(server.origin))(3);
  for (const [at, title] of titles.entries()) {
    if (at > 0) await lesson.goOn(title);
    await lesson.takeToItsEnd();
    await expect(lesson.output, title).toHaveText(ends[title] ?? "");
    await expect(lesson.output, title).toContainText(/laptop-[123]/);
  }
});

test("a lesson that there is not is named, and begins nothing", async ({ newPage, server }) => {
  const page = await newPage("learner");
  await page.goto(`${server.origin}/coordinator?lesson=juggling`);
  await expect(page.getByText("“juggling” is not allowed")).toContainText("process, pool");
  await expect(page.getByRole("heading", { name: "Choose a job" })).toBeVisible();
});
