import { useId, useRef } from "react";
import { formatBytes } from "../words/format.ts";

interface Props {
  readonly label: string;
  readonly name: string;
  /** Those that are used; `size` in bytes. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly problem: string | null;
  readonly hint?: string | undefined;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (name: string) => void;
}

/** Any number of files of the person's own, by a dialogue of the browser; each can be taken back. */
export function FilesField({ label, name, files, problem, hint, onAdd, onRemove }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="field field-wide">
      <label htmlFor={id}>{label}</label>
      <div className="file-line">
        <input
          id={id}
          ref={input}
          className="visually-hidden"
          type="file"
          multiple
          name={name}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-names ${id}-about`}
          onChange={(event) => {
            const picked = [...(event.target.files ?? [])];
            // The same file can be picked again, which a browser otherwise takes for no change: it may be mended by then.
            event.target.value = "";
            if (picked.length > 0) onAdd(picked);
          }}
        />
        {/* Seen in place of the browser's own button; the label above names the field. */}
        <label htmlFor={id} className="file-button" aria-hidden="true">
          Pick files…
        </label>
      </div>
      <ul className="file-list" id={`${id}-names`} aria-live="polite" aria-label={label}>
        {files.map((file) => (
          <li key={file.name}>
            <span className="file-name">{file.name}</span>
            <span className="unit">{formatBytes(file.size)}</span>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${file.name}`}
              onClick={() => {
                // This button goes away, and the focus would be lost with it.
                input.current?.focus();
                onRemove(file.name);
              }}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <p className={problem === null ? "hint" : "problem"} id={`${id}-about`} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  );
}
