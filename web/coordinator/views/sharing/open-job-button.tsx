import { useId } from "react";
import { jobFileEnding } from "../../../sharing/job-file.ts";

/** Opens a job from a file, by a dialogue of the browser. Nothing of it runs before it is started. */
export function OpenJobButton({ onOpen }: { readonly onOpen: (file: File) => void }) {
  const id = useId();
  return (
    <div className="field open-job">
      <input
        id={id}
        className="visually-hidden"
        type="file"
        accept={`${jobFileEnding},.json,application/json`}
        aria-label="Open a job’s file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be opened again, which a browser otherwise takes for no change.
          event.target.value = "";
          if (file !== undefined) onOpen(file);
        }}
      />
      {/* Seen in place of the browser's own button. */}
      <label htmlFor={id} className="file-button" aria-hidden="true">
        Open a job’s file…
      </label>
    </div>
  );
}
