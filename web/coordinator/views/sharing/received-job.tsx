import { useEffect, useId, useRef, useState } from "react";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import { formatBytes, formatPlural } from "../../../words/format.ts";
import { oneLine } from "../../../core/clean-words.ts";
import { withSigns } from "../../../words/program-signs.ts";
import { say } from "../../../words/say.ts";
import type { FieldInput } from "../../../workloads/field.ts";
import type { StartJob } from "../job/job-form.tsx";
import { PickedFileField } from "../job/picked-file-field.tsx";
import { inputsInShort, optionsInShort } from "./job-in-short.ts";
import { readyJob } from "./ready-job.ts";
import "./sharing.css";

interface Props {
  readonly job: WholeJob;
  /** Where it comes from: `collatz.tabpool.json`. */
  readonly from: string;
  readonly canStart: boolean;
  readonly onStart: StartJob;
  /** Puts it into the form. */
  readonly onChange: () => void;
  readonly onClose: () => void;
}

/** A job that somebody else may have made, before anything of it runs. It starts by the person's own Start alone. */
export function ReceivedJob({ job, from, canStart, onStart, onChange, onClose }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [picked, setPicked] = useState<FieldInput>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => heading.current?.focus(), []);
  const { definition } = job;
  const { inputs, program } = definition;
  const shownProgram = withSigns(program.source);
  const file = inputs.type === "stream" ? inputs.file : undefined;
  const start = (): void => {
    const readable = typeof picked === "object" && picked !== null && "stream" in picked ? picked : null;
    const ready = readyJob(job, readable);
    if (ready.type === "problem") return setWrong(ready.problem);
    const problems = onStart(ready.value);
    if (problems.length === 0) onClose();
    else setWrong(problems.map((problem) => `${say({ key: "problem", ...problem })}.`).join(" "));
  };
  return (
    <section className="panel received" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {oneLine(definition.title)}
        </h2>
        <p className="aside">From {from}. Nothing of it runs yet: read its program before you start it.</p>
      </div>
      <Contents job={job} />
      <details className="received-program" open>
        <summary>Program, {formatPlural(program.source.split("\n").length, "line")}</summary>
        {/* A program may be long: it scrolls by itself, and by the keyboard. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0} role="region" aria-label="Program">
          {shownProgram}
        </pre>
        {shownProgram !== program.source && (
          <p className="hint">
            It has characters that nobody sees, or that change the order of others: � stands for each.
          </p>
        )}
      </details>
      {file !== undefined && (
        <PickedFileField
          field={{
            kind: "file",
            name: "received-file",
            label: `Its file of inputs: ${file.name}, ${formatBytes(file.bytes)}`,
            accept: "",
            hint: "It does not come with the job. Another file is read in the same way.",
          }}
          input={picked}
          problem={typeof picked === "object" && picked !== null && "unusable" in picked ? picked.unusable : null}
          onChange={(input) => {
            setPicked(input);
            setWrong(null);
          }}
        />
      )}
      <p className="problem" role="alert">
        {wrong}
      </p>
      <div className="buttons">
        <button
          type="button"
          className="primary"
          disabled={!canStart}
          onClick={(event) => event.detail <= 1 && start()}
        >
          Start this job
        </button>
        <button type="button" onClick={onChange}>
          Change it in the form
        </button>
        <button type="button" className="quiet" onClick={onClose}>
          Put it away
        </button>
      </div>
    </section>
  );
}

function Contents({ job }: { readonly job: WholeJob }) {
  const { definition } = job;
  const { files } = definition.program;
  const options = optionsInShort(definition);
  const names = Object.entries(files).map(([name, { bytes }]) => `${name} (${formatBytes(bytes)})`);
  const rows = [
    ["Inputs", inputsInShort(definition)],
    ["Options", options === "" ? "as usual" : options],
    ["Files", names.join(", ")],
    ["Shared value", definition.shared === null ? "" : formatBytes(definition.shared.bytes)],
    ["Needs", definition.needs.join(", ")],
  ] as const;
  return (
    <dl className="rules">
      {rows
        .filter(([, text]) => text !== "")
        .map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{oneLine(text)}</dd>
          </div>
        ))}
    </dl>
  );
}
