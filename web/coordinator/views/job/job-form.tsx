import { useState, type FormEvent, type KeyboardEvent } from "react";
import { focusFirstProblem, TextField } from "../../../ui/text-field.tsx";
import type { JobDefinition } from "../../../core/job/job-definition.ts";
import type { FieldValues, Workload } from "../../../workloads/workload.ts";
import { readOptions, type OptionTexts } from "../../option-fields.ts";
import { readForm, textsOf } from "./form-values.ts";
import { JobOptions } from "./job-options.tsx";

interface Props {
  readonly id: string;
  readonly workload: Workload;
  readonly presets: FieldValues;
  readonly presetOptions: OptionTexts;
  readonly onSubmit: (definition: JobDefinition) => void;
}

/** The workload's numbers and the job's options, each checked as it is typed. */
export function JobForm({ id, workload, presets, presetOptions, onSubmit }: Props) {
  const [texts, setTexts] = useState(() => textsOf(presets));
  const [options, setOptions] = useState(presetOptions);
  const { values, problems } = readForm(workload, texts);
  const { chosen, problems: optionProblems } = readOptions(options);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (values === null || chosen === null) focusFirstProblem(event.currentTarget);
    else onSubmit(workload.createJob(values, chosen));
  };

  return (
    <form
      id={id}
      className="job-form"
      onSubmit={submit}
      onKeyDown={ignoreHeldEnter}
      noValidate
      aria-label={workload.title}
    >
      <div className="job-fields">
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
      </div>
      <JobOptions
        texts={options}
        problems={optionProblems}
        onChange={(name, text) => setOptions((before) => ({ ...before, [name]: text }))}
      />
    </form>
  );
}

/** A key that is held in a field would submit the form, and start a job, many times a second. */
function ignoreHeldEnter(event: KeyboardEvent): void {
  if (event.key === "Enter" && event.repeat) event.preventDefault();
}
