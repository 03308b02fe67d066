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
import { addedInputsForm } from "../../../workloads/inputs/added-inputs-form.ts";
import { findFollowing } from "../../../workloads/catalogue.ts";
import { recipeOf } from "../../../workloads/inputs/chosen-inputs.ts";
import type { FieldProblems } from "../../../workloads/workload.ts";
import { sealQuestion } from "../loss-questions.ts";
import { inputsOf, problemsAtFields, readForm, type FormInputs } from "./form-values.ts";
import { InputPreview } from "./input-preview.tsx";
import { jobHeadingId } from "./job-heading.ts";
import { WorkloadField } from "./workload-field.tsx";

type Opened = Pick<Room, "addInputs" | "sealJob">;

interface Draft {
  readonly inputs: FormInputs;
  /** Whether anything was typed or chosen since inputs were added last. */
  readonly isUnadded: boolean;
  /** Whether a person has tried to add what is wrong: an empty list is no mistake before that. */
  readonly isAsked: boolean;
  /** Why the room took none of them, until a field is changed. */
  readonly refused: FieldProblems;
  /** What has been added last; null before that, and once a field is changed behind it. */
  readonly added: Added | null;
  /** Inputs that the job should have, where it ended before the last ones were on record; else 0. */
  readonly missed: number;
}

interface Added extends AddedCount {
  /** What stood in the list. */
  readonly list: FieldInput;
}

const untouched: Draft = {
  inputs: inputsOf(presetsOf(addedInputsForm.fields)),
  isUnadded: false,
  isAsked: false,
  refused: {},
  added: null,
  missed: 0,
};

interface Props {
  readonly room: Opened;
  /** null while none is shown: what is typed for others stays. */
  readonly job: JobView | null;
}

/**
 * Adds inputs to a job that stays open, and seals it. Empty for any other job, and for one whose inputs follow from its results. What is typed stays while other jobs are shown, when
 * the job ends under the person's hands, and when the room does.
 */
export function OpenInputs({ room, job }: Props) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  if (job === null || findFollowing(job.request.view.type) !== undefined) return null;
  const key = `${job.key.room} ${job.key.job}`;
  const onChange = (next: Draft): void => setDrafts((all) => ({ ...all, [key]: next }));
  const known = drafts[key] ?? untouched;
  const draft = missedIn(known, job);
  if (draft !== known) onChange(draft);
  return <OpenInputsOf key={key} {...{ room, job, onChange, draft }} />;
}

/** Whether it takes none any more, and has fewer on record than it should have. */
function isCutOff({ takesInputs, isSealing, inputsKept, total }: JobView, due: number): boolean {
  return !takesInputs && !isSealing && inputsKept >= total && inputsKept < due;
}

/** What was added last stands in the form again where not all of it got on record. */
function missedIn(draft: Draft, job: JobView): Draft {
  const { inputs, added } = draft;
  if (added === null || !isCutOff(job, added.total)) return draft;
  const list = inputs["list"] === "" ? added.list : (inputs["list"] ?? "");
  return { ...draft, inputs: { ...inputs, list }, isUnadded: true, added: null, missed: added.total };
}

interface OfProps {
  readonly room: Opened;
  readonly job: JobView;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function OpenInputsOf({ room, job, draft, onChange: change }: OfProps) {
  const { inputs, isUnadded, isAsked, refused, added } = draft;
  const due = Math.max(added?.total ?? 0, job.inputsDue);
  const isAdding = job.takesInputs && job.inputsKept < due;
  const should = Math.max(draft.missed, job.inputsDue);
  const missed = isCutOff(job, should) ? should : null;
  const { values, problems, preview } = useMemo(() => {
    const reading = readForm(addedInputsForm, inputs);
    return {
      ...reading,
      preview: reading.values === null ? null : (addedInputsForm.preview?.(reading.values) ?? null),
    };
  }, [inputs]);
  const form = useRef<HTMLFormElement>(null);
  const number = jobNumber(job.id);
  const name = `job ${number}`;
  const isTyped = isUnadded && (inputs["given"] !== "list" || inputs["list"] !== "");
  const status = (
    <span className="hint" role="status">
      {job.takesInputs ? addedInWords(added, isAdding ? due : null) : leftInWords(job, missed, isTyped)}
    </span>
  );
  if (!job.takesInputs && job.isSealing) {
    return (
      <p className="hint" role="status">
        Sealing {name} … Its last inputs are being put on record: keep this page open until they are.
      </p>
    );
  }
  if (!job.takesInputs && !isTyped) return missed === null ? null : <p>{status}</p>;

  const shownProblems = isAsked || isTyped || inputs["given"] !== "list" ? problems : {};
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
        {addedInputsForm.fields
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
                if (sealNow(room, job)) change({ ...untouched, added });
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
        {status}
      </div>
    </form>
  );
}

/** `due`: inputs that the job has in the end; null where all of them are on record. */
function addedInWords(added: AddedCount | null, due: number | null): string {
  if (added === null) return due === null ? "" : `Adding inputs, ${formatCount(due)} in all …`;
  const inputs = formatPlural(added.count, "input");
  // With the total, the sentence of each addition is a new one, which a screen reader reads out.
  return due === null ? `${inputs} added, ${formatCount(added.total)} in all.` : `Adding ${inputs} …`;
}

/** `missed`: inputs that the job should have; null where it has all of them. */
function leftInWords(job: JobView, missed: number | null, isTyped: boolean): string {
  const name = `job ${jobNumber(job.id)}`;
  const why = isUnderWay(job)
    ? `${name} is sealed`
    : job.phase === "interrupted"
      ? `this page does not run ${name} any more`
      : `${name} has ended`;
  if (missed !== null)
    return `Only ${formatCount(job.inputsKept)} of ${formatPlural(missed, "input")} were added: ${why}.`;
  return isTyped ? `What is typed here was not added: ${why}.` : "";
}

/** What the form shows then: a list that was added is gone from it, and one that was refused is still there. */
function addTo(room: Opened, job: JobView, values: FieldValues, draft: Draft): Draft {
  try {
    const added = room.addInputs(job.id, recipeOf(values));
    const list = draft.inputs["given"] === "list" ? (draft.inputs["list"] ?? "") : "";
    return { ...draft, inputs: { ...draft.inputs, list: "" }, isUnadded: false, added: { ...added, list } };
  } catch (error) {
    if (error instanceof JobRefused) {
      return { ...draft, refused: problemsAtFields(addedInputsForm, values, error.problems) };
    }
    // The job has ended since it was drawn: the next drawing says so.
    if (error instanceof RangeError) return draft;
    throw error;
  }
}

/** False where the job has ended since it was drawn. */
function sealNow(room: Opened, job: JobView): boolean {
  try {
    room.sealJob(job.id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
