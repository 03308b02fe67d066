import { Fragment, useMemo, useRef, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { jobNumber } from "../../../core/ids.ts";
import { JobRefused } from "../../../core/job/problem.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { focusFirstProblem } from "../../../ui/text-field.tsx";
import { formatPlural } from "../../../words/format.ts";
import { isShown, presetsOf, type FieldInput, type FieldValues } from "../../../workloads/field.ts";
import { addedInputs } from "../../../workloads/inputs/added-inputs.ts";
import { recipeOf } from "../../../workloads/inputs/chosen-inputs.ts";
import type { FieldProblems } from "../../../workloads/workload.ts";
import { sealQuestion } from "../loss-questions.ts";
import { inputsOf, problemsAtFields, readForm, type FormInputs } from "./form-values.ts";
import { InputPreview } from "./input-preview.tsx";
import { jobHeadingId } from "./job-heading.ts";
import { WorkloadField } from "./workload-field.tsx";

interface Props {
  readonly room: Room;
  readonly job: JobView;
}

interface Draft {
  readonly inputs: FormInputs;
  /** Whether a person has tried to add what is wrong: an empty list is no mistake before that. */
  readonly isAsked: boolean;
  /** Why the room took none of them, until a field is changed. */
  readonly refused: FieldProblems;
  /** What has been added last, in a sentence; empty once a field is changed. */
  readonly told: string;
}

const untouched: Draft = {
  inputs: inputsOf(presetsOf(addedInputs.fields)),
  isAsked: false,
  refused: {},
  told: "",
};

/** Adds inputs to a job that stays open, and seals it. Empty for any other job. What is typed stays while other jobs are shown. */
export function OpenInputs({ room, job }: Props) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const key = `${job.key.room} ${job.key.job}`;
  const { inputs, isAsked, refused, told } = drafts[key] ?? untouched;
  const { values, problems, preview } = useMemo(() => {
    const reading = readForm(addedInputs, inputs);
    return { ...reading, preview: reading.values === null ? null : (addedInputs.preview?.(reading.values) ?? null) };
  }, [inputs]);
  const form = useRef<HTMLFormElement>(null);
  if (!job.takesInputs) return null;

  const number = jobNumber(job.id);
  const name = `job ${number}`;
  const isTyped = inputs["given"] === "list" && inputs["list"] !== "";
  const shownProblems = isAsked || isTyped || inputs["given"] !== "list" ? problems : {};
  const change = (next: Draft): void => setDrafts((all) => ({ ...all, [key]: next }));
  const changeInput = (field: string, input: FieldInput): void =>
    change({ ...untouched, inputs: { ...inputs, [field]: input } });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = values === null ? { inputs, isAsked: true, refused: {}, told: "" } : addTo(room, job, values, inputs);
    // A field can take the focus as a wrong one only when it shows its problem.
    flushSync(() => change(next));
    if (form.current !== null) focusFirstProblem(form.current);
  };
  return (
    <form ref={form} className="open-inputs" onSubmit={submit} noValidate aria-label={`Inputs of ${name}`}>
      <p>
        <strong>
          Job {number} {job.phase === "idle" ? "waits for inputs" : "stays open"}.
        </strong>{" "}
        Those that you add come behind the ones that are there. Seal the job when it has all: it then ends with its last
        task.
      </p>
      <div className="job-fields">
        {addedInputs.fields
          .filter((field) => isShown(field, inputs))
          .map((field) => (
            <Fragment key={field.name}>
              <WorkloadField
                field={field}
                input={inputs[field.name] ?? null}
                problem={shownProblems[field.name] ?? refused[field.name] ?? null}
                onChange={(input) => changeInput(field.name, input)}
              />
              {preview?.field === field.name && <InputPreview {...preview} />}
            </Fragment>
          ))}
      </div>
      <div className="buttons">
        <button type="submit">Add inputs</button>
        <AskingButton
          label="Seal"
          name={`Seal ${name}`}
          question={sealQuestion(job, isTyped)}
          onConfirm={() => {
            focusHeading(jobHeadingId);
            room.sealJob(job.id);
          }}
        />
        <span className="hint" role="status">
          {told}
        </span>
      </div>
    </form>
  );
}

/** What the form shows then: a list that was added is gone from it, and one that was refused is still there. */
function addTo(room: Room, job: JobView, values: FieldValues, inputs: FormInputs): Draft {
  try {
    const count = room.addInputs(job.id, recipeOf(values));
    return { ...untouched, inputs: { ...inputs, list: "" }, told: `${formatPlural(count, "input")} added.` };
  } catch (error) {
    if (!(error instanceof JobRefused)) throw error;
    return { ...untouched, inputs, refused: problemsAtFields(addedInputs, values, error.problems) };
  }
}
