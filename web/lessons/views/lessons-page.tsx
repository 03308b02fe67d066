import { lessonIds } from "../../words/lesson-words.ts";
import { lessonWords } from "../../words/say-lesson.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { useTitle } from "../../ui/use-title.ts";
import "./lessons.css";

const { labels, lessons } = lessonWords;

/** All lessons, in the order in which they are learnt. */
export function LessonsPage() {
  useTitle(labels.lessons);
  return (
    <PageFrame width="reading">
      <section className="panel">
        <h1>{labels.lessons}</h1>
        <p>{labels.lessonsHint}</p>
        <ol className="lesson-list">
          {lessonIds.map((id) => (
            <li key={id}>
              <a href={`/coordinator?lesson=${id}`}>{lessons[id].title}</a>
              <p className="hint">{lessons[id].shows}</p>
            </li>
          ))}
        </ol>
      </section>
    </PageFrame>
  );
}
