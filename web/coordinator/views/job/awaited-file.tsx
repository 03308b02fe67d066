import { useState } from "react";
import { jobNumber } from "../../../core/ids.ts";
import type { InputFile } from "../../../core/job/input-file.ts";
import { madeOnce } from "../../../core/made-once.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { Notice } from "../../../ui/notice.tsx";
import { formatBytes, formatPlural } from "../../../words/format.ts";
import { saySentence } from "../../../words/say.ts";
import type { FieldInput } from "../../../workloads/field.ts";
import { formatOfReading, inputFileOf, openFile } from "../../../workloads/inputs/file-reading.ts";
import { jobHeadingId } from "./job-heading.ts";
import { PickedFileField } from "./picked-file-field.tsx";

interface Props {
  readonly room: Room;
  readonly job: JobView;
}

const changed = madeOnce(() => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }));

/** Asks for the file of a job whose page was loaded anew. Empty for any other job. */
export function AwaitedFile({ room, job }: Props) {
  const [picked, setPicked] = useState<FieldInput>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const { awaited, id } = job;
  if (awaited === null) return null;
  const { file, isChecking, refused } = awaited;
  const pick = (input: FieldInput): void => {
    setPicked(input);
    setWrong(null);
    if (typeof input !== "object" || input === null || !("head" in input)) return;
    const format = formatOfReading(file.reading);
    if (format.type === "problem") return setWrong(format.problem);
    const source = openFile(input, format.value);
    room.resumeInputs(id, { file: inputFileOf(input, format.value), source });
  };
  const unusable = typeof picked === "object" && picked !== null && "unusable" in picked ? picked.unusable : null;
  const other = refused === null ? null : `This is another file: ${saySentence(refused)}`;
  return (
    <Notice kind="caution" title={`Job ${jobNumber(id)} needs ${file.name} again.`}>
      <p>
        The page was loaded anew, and a browser gives a page no file by itself. Read and on record:{" "}
        {formatPlural(job.total, "input")}. The job goes on behind that.
      </p>
      <PickedFileField
        field={{
          kind: "file",
          name: "awaited-file",
          label: inFull(file),
          accept: "",
          hint: isChecking ? checking : "",
        }}
        input={picked}
        problem={isChecking ? null : (unusable ?? wrong ?? other)}
        onChange={pick}
      />
      <div className="buttons">
        <button
          type="button"
          onClick={() => {
            focusHeading(jobHeadingId);
            room.sealJob(id);
          }}
        >
          End with what is here
        </button>
      </div>
    </Notice>
  );
}

const checking = "What was read of it before is compared with it…";

function inFull({ name, bytes, modifiedAt }: InputFile): string {
  return `${name}, ${formatBytes(bytes)}, changed ${changed().format(modifiedAt)}`;
}
