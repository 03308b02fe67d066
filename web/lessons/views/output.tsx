import { useEffect, useRef } from "react";
import { lessonWords } from "../../words/say-lesson.ts";
import type { OutputLine } from "../lesson.ts";

const { labels } = lessonWords;

/** What the program and its tasks have written, each line with where it was written; the last one is kept in sight. */
export function Output({ lines }: { readonly lines: readonly OutputLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const count = lines.length;
  useEffect(() => {
    if (count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  return (
    <section className="lesson-output" aria-labelledby="lesson-output-title">
      <h3 id="lesson-output-title">{labels.output}</h3>
      {count === 0 ? (
        <p className="hint">{labels.noOutput}</p>
      ) : (
        // It may have more lines than it is high.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div ref={box} className="lesson-lines" tabIndex={0} role="log" aria-labelledby="lesson-output-title">
          <ol>
            {lines.map(({ id, volunteer, text }) => (
              <li key={id}>
                <span className="lesson-who">{volunteer ?? labels.thisPage}</span>
                <span>{text}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
