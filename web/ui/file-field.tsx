import { useId, useRef } from "react";

interface Props {
  readonly label: string;
  readonly name: string;
  /** As of an input: `.txt,text/plain`. */
  readonly accept: string;
  /** Of the file that is used; null where none is. */
  readonly fileName: string | null;
  readonly problem: string | null;
  readonly hint?: string | undefined;
  /** null: no file is to be used any more. */
  readonly onPick: (file: File | null) => void;
}

/**
 * A file of the person's own, by a dialogue of the browser; it can be taken back. The name that the browser itself would show
 * is hidden, since it is gone when the field has been off the page, and the file is not.
 */
export function FileField({ label, name, accept, fileName, problem, hint, onPick }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const removePicked = (): void => {
    input.current?.focus();
    onPick(null);
  };
  return (
    <div className="field field-wide">
      <label htmlFor={id}>{label}</label>
      <div className="file-line">
        <input
          id={id}
          ref={input}
          className="visually-hidden"
          type="file"
          name={name}
          accept={accept}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-name ${id}-about`}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // The same file can be picked again, which a browser otherwise takes for no change: it may be mended by then.
            event.target.value = "";
            if (file !== undefined) onPick(file);
          }}
        />
        {/* Seen in place of the browser's own button; the label above names the field. */}
        <label htmlFor={id} className="file-button" aria-hidden="true">
          Pick a file…
        </label>
        {/* Told aloud when it changes, as is a problem: a file is read after the focus has come back from the dialogue. */}
        <span className="file-name" id={`${id}-name`} aria-live="polite">
          {fileName}
        </span>
        {(fileName !== null || problem !== null) && (
          <button type="button" onClick={removePicked}>
            Use no file
          </button>
        )}
      </div>
      <p className={problem === null ? "hint" : "problem"} id={`${id}-about`} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  );
}
