import { useEffect, useRef } from "react";
import { lessonWords } from "../../words/say-lesson.ts";
import type { ListedLine } from "../listing.ts";

interface Props {
  readonly language: string;
  readonly lines: readonly ListedLine[];
  /** The turn at which the program waits: the line that it takes next is marked. */
  readonly turn: string | null;
}

/** A program in one language. The line that comes next is kept in sight. */
export function Listing({ language, lines, turn }: Props) {
  const next = useRef<HTMLElement>(null);
  useEffect(() => {
    const line = turn === null ? null : next.current;
    const box = line?.parentElement;
    if (line === null || !(box instanceof HTMLElement)) return;
    box.scrollTop = line.offsetTop - box.clientHeight / 2;
  }, [turn]);
  return (
    <figure className="lesson-listing">
      <figcaption>{language}</figcaption>
      {/* Its lines may be longer than it is wide. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} role="region" aria-label={lessonWords.labels.listing(language)}>
        {lines.map(({ text, turn: takes }, at) => {
          const isNext = takes !== null && takes === turn;
          return (
            // Lines never move.
            // oxlint-disable-next-line react/no-array-index-key
            <code key={at} ref={isNext ? next : undefined} aria-current={isNext ? "step" : undefined}>
              {`${text}\n`}
            </code>
          );
        })}
      </pre>
    </figure>
  );
}
