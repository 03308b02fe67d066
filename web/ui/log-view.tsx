import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { LogLine } from "../words/log-line.ts";
import type { Saying } from "../words/sayings.ts";
import { lineWords } from "./line-words.ts";

/** Distance from the end that still counts as the end, in pixels. */
const endTolerancePx = 8;

/** Number of lines drawn while the log follows its end. Laying out hundreds of new lines in a frame would block the page. */
const followedLines = 100;

interface Props<Said extends Saying> {
  readonly lines: readonly LogLine<Said>[];
  /** Gives the words of a line; of the module, so that it stays the same. */
  readonly say: (saying: Said) => string;
}

/**
 * The log in the order of arrival. Follows the end until a person scrolls up. Screen readers do not announce its lines: a
 * busy job would talk over everything else.
 */
export function LogView<Said extends Saying>({ lines, say }: Props<Said>) {
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);

  const drawnSize = useRef("");
  const drawn = following ? lines.slice(-followedLines) : lines;

  // After every drawing, since each may have added lines.
  useLayoutEffect(() => {
    if (following && box.current !== null) goToEnd(box.current, drawnSize);
  });
  // After every change of the box's size, which breaks the lines anew.
  useEffect(() => {
    const element = box.current;
    if (!following || element === null) return;
    const observer = new ResizeObserver(() => goToEnd(element, drawnSize));
    observer.observe(element);
    return () => observer.disconnect();
  }, [following]);

  return (
    <div className="log-frame">
      <div
        className="log"
        role="log"
        aria-label="Log"
        aria-live="off"
        ref={box}
        // A box that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
          // Ignore scroll events that a change of size causes: no person has scrolled.
          if (sizeOf(event.currentTarget) !== drawnSize.current) return;
          setFollowing(scrollTop + clientHeight >= scrollHeight - endTolerancePx);
        }}
      >
        {drawn.map((line) => (
          <Line key={line.id} kind={line.kind} words={lineWords(line, say)} />
        ))}
        {lines.length === 0 && <p className="log-empty">Nothing has happened yet.</p>}
      </div>
      {!following && (
        <button
          type="button"
          className="quiet log-follow"
          onClick={() => {
            setFollowing(true);
            // This button goes away, and the focus would be lost with it.
            box.current?.focus();
          }}
        >
          Follow the newest
        </button>
      )}
    </div>
  );
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): string {
  return `${clientWidth} ${clientHeight}`;
}

function goToEnd(element: HTMLElement, drawnSize: { current: string }): void {
  drawnSize.current = sizeOf(element);
  element.scrollTop = element.scrollHeight;
}

interface LineProps {
  readonly kind: LogLine["kind"];
  readonly words: string;
}

const Line = memo(function Line({ kind, words }: LineProps) {
  return <p className={`log-line log-${kind}`}>{words}</p>;
});
