import { Fragment, useMemo, useRef, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { jobNumber } from "../../../core/ids.ts";
import { JobRefused } from "../../../core/job/problem.ts";
import type { Room } from "../../../room/room.ts";
import type { AddedCount } from "../../../room/jobs/added-inputs.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { ignoreHeldEnter, onePress } from "../../../ui/one-press.ts";
import { focusHeading } from "../../../ui/focus-heading.ts";
import { focusFirstProblem } from "../../../ui/text-field.tsx";
import { formatCount, formatPlural } from "../../../words/format.ts";
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
  readonly room: Pick<Room, "addInputs" | "sealJob">;
  readonly job: JobView;
}

interface Draft {
  readonly inputs: FormInputs;
  /** Whether anything was typed or chosen since inputs were added last. */
  readonly isUnadded: boolean;
  /** Whether a person has tried to add what is wrong: an empty list is no mistake before that. */
  readonly isAsked: boolean;
  /** Why the room took none of them, until a field is changed. */
  readonly refused: FieldProblems;
  /** What has been added last; null before that, and once a field is changed behind it. */
  readonly added: AddedCount | null;
}

const untouched: Draft = {
  inputs: inputsOf(presetsOf(addedInputs.fields)),
  isUnadded: false,
  isAsked: false,
  refused: {},
  added: null,
};

/**
 * Adds inputs to a job that stays open, and seals it. Empty for any other job. What is typed stays while other jobs are shown, and
 * when the job ends under the person's hands.
 */
export function OpenInputs({ room, job }: Props) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  const key = `${job.key.room} ${job.key.job}`;
  const { inputs, isUnadded, isAsked, refused, added } = drafts[key] ?? untouched;
  const { values, problems, preview } = useMemo(() => {
    const reading = readForm(addedInputs, inputs);
    return { ...reading, preview: reading.values === null ? null : (addedInputs.preview?.(reading.values) ?? null) };
  }, [inputs]);
  const form = useRef<HTMLFormElement>(null);
  const number = jobNumber(job.id);
  const name = `job ${number}`;
  const isTyped = isUnadded && (inputs["given"] !== "list" || inputs["list"] !== "");
  if (!job.takesInputs && job.isSealing) {
    return (
      <p className="hint" role="status">
        Sealing {name} … Its last inputs are being put on record: keep this page open until they are.
      </p>
    );
  }
  if (!job.takesInputs && !isTyped) return null;

  const change = (next: Draft): void => setDrafts((all) => ({ ...all, [key]: next }));
  const shownProblems = isAsked || isTyped || inputs["given"] !== "list" ? problems : {};
  const isAdding = added !== null && job.inputsKept < added.total;
  const changeInput = (field: string, input: FieldInput): void =>
    change({
      ...untouched,
      inputs: { ...inputs, [field]: input },
      isUnadded: true,
      added: isAdding ? added : null,
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!job.takesInputs) return;
    const next =
      values === null
        ? { ...untouched, inputs, isUnadded, isAsked: true }
        : addTo(room, job, values, { ...untouched, inputs, isUnadded: true });
    // A field can take the focus as a wrong one only when it shows its problem.
    flushSync(() => change(next));
    if (form.current !== null) focusFirstProblem(form.current);
  };
  return (
    <form
      ref={form}
      className="open-inputs"
      onSubmit={submit}
      onKeyDown={ignoreHeldEnter}
      noValidate
      aria-label={`Inputs of ${name}`}
    >
      {job.takesInputs && (
        <p>
          <strong>
            Job {number} {job.phase === "idle" ? "waits for inputs" : "stays open"}.
          </strong>{" "}
          Those that you add come behind the ones that are there. Seal the job when it has all: it then ends with its
          last task.
        </p>
      )}
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
        {job.takesInputs ? (
          <>
            <button type="submit" {...onePress}>
              Add inputs
            </button>
            <AskingButton
              label="Seal"
              name={`Seal ${name}`}
              question={sealQuestion(job, isTyped)}
              onConfirm={() => {
                focusHeading(jobHeadingId);
                if (sealNow(room, job)) change(untouched);
              }}
            />
          </>
        ) : (
          <button
            type="button"
            onClick={() => {
              focusHeading(jobHeadingId);
              change(untouched);
            }}
          >
            Discard
          </button>
        )}
        <span className="hint" role="status">
          {!job.takesInputs
            ? `What is typed here was not added: ${name} ${isUnderWay(job) ? "is sealed" : "has ended"}.`
            : added === null
              ? ""
              : addedInWords(added, isAdding)}
        </span>
      </div>
    </form>
  );
}

function addedInWords({ count, total }: AddedCount, isAdding: boolean): string {
  const inputs = formatPlural(count, "input");
  // With the total, the sentence of each addition is a new one, which a screen reader reads out.
  return isAdding ? `Adding ${inputs} …` : `${inputs} added, ${formatCount(total)} in all.`;
}

/** What the form shows then: a list that was added is gone from it, and one that was refused is still there. */
function addTo(room: Props["room"], job: JobView, values: FieldValues, draft: Draft): Draft {
  try {
    const added = room.addInputs(job.id, recipeOf(values));
    return { ...draft, inputs: { ...draft.inputs, list: "" }, isUnadded: false, added };
  } catch (error) {
    if (error instanceof JobRefused) {
      return { ...draft, refused: problemsAtFields(addedInputs, values, error.problems) };
    }
    // The job has ended since it was drawn: the next drawing says so.
    if (error instanceof RangeError) return draft;
    throw error;
  }
}

/** False where the job has ended since it was drawn. */
function sealNow(room: Props["room"], job: JobView): boolean {
  try {
    room.sealJob(job.id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
