import { useMemo, useRef, useState } from "react";
import { saveDownload } from "../../../environment/browser/download-saver.ts";
import type { Room } from "../../../room/room.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { LogView } from "../../../ui/log-view.tsx";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { LogLine } from "../../../words/log-line.ts";
import { say } from "../../../words/say.ts";
import { chosenLines, countKinds, linesAsText, logKinds } from "./chosen-lines.ts";
import { SaveFactsButton } from "./save-facts-button.tsx";
import "./log-panel.css";

/** The whole log, by kinds and words, to be copied and saved. */
export function LogPanel({ room }: { room: Pick<Room, "store" | "saveFactLog"> }) {
  const lines = useFrameStore(room.store, (state) => state.log);
  const [hidden, setHidden] = useState<ReadonlySet<LogLine["kind"]>>(new Set());
  const [text, setText] = useState("");
  const [told, setTold] = useState("");
  const copied = useRef<HTMLTextAreaElement>(null);
  const shown = useMemo(() => chosenLines(lines, hidden, text), [lines, hidden, text]);
  const counts = useMemo(() => countKinds(lines), [lines]);

  const turn = (kind: LogLine["kind"]): void => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    setHidden(next);
  };
  const copy = async (): Promise<void> => {
    const field = copied.current;
    if (field === null) return;
    field.value = linesAsText(shown);
    const isCopied = await copyText(field);
    setTold(
      isCopied
        ? `${formatPlural(shown.length, "line is", "lines are")} copied.`
        : "This browser does not let the page copy: save the lines instead.",
    );
  };
  const save = (): void => {
    const file = new Blob([linesAsText(shown)], { type: "text/plain" });
    saveDownload("log.txt", file);
    setTold(`${formatPlural(shown.length, "line is", "lines are")} in log.txt.`);
  };

  return (
    <>
      <div className="log-tools">
        <div className="buttons" role="group" aria-label="Kinds of lines">
          {logKinds.map(({ kind, label }) => (
            <button key={kind} type="button" aria-pressed={!hidden.has(kind)} onClick={() => turn(kind)}>
              {label} <span className="log-count">{formatCount(counts.get(kind) ?? 0)}</span>
            </button>
          ))}
        </div>
        <div className="buttons">
          <input
            type="search"
            aria-label="Search the log"
            placeholder="Search"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="button" onClick={() => void copy()} disabled={shown.length === 0}>
            Copy
          </button>
          <button type="button" onClick={save} disabled={shown.length === 0}>
            Save
          </button>
          <SaveFactsButton room={room} />
        </div>
      </div>
      {shown.length === 0 && lines.length > 0 ? (
        <p className="view-nothing hint">No line matches: show more kinds, or search for something else.</p>
      ) : (
        <LogView lines={shown} say={say} />
      )}
      <p className="aside" role="status">
        {told}
      </p>
      {/* The lines as they are copied. */}
      <textarea className="visually-hidden" ref={copied} readOnly tabIndex={-1} aria-label="Lines to copy" />
    </>
  );
}
