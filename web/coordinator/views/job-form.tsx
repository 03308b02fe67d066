import { useState, type FormEvent } from "react";
import { focusFirstProblem, TextField } from "../../ui/text-field.tsx";
import type { FieldValues, JobRequest, Workload } from "../../workloads/workload.ts";
import { readForm, textsOf } from "./form-values.ts";

interface Props {
  readonly id: string;
  readonly workload: Workload;
  readonly presets: FieldValues;
  readonly onSubmit: (request: JobRequest) => void;
}

/** The workload's numbers, each checked as it is typed. */
export function JobForm({ id, workload, presets, onSubmit }: Props) {
  const [texts, setTexts] = useState(() => textsOf(presets));
  const { values, problems } = readForm(workload, texts);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (values === null) focusFirstProblem(event.currentTarget);
    else onSubmit(workload.createJob(values));
  };

  return (
    <form id={id} className="job-fields" onSubmit={submit} noValidate aria-label={workload.title}>
      {workload.fields.map(({ name, label, unit }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          unit={unit}
          numeric
          text={texts[name] ?? ""}
          problem={problems[name] ?? null}
          onChange={(text) => setTexts((before) => ({ ...before, [name]: text }))}
        />
      ))}
    </form>
  );
}
