import { Fragment, useMemo, useRef, useState, type FormEvent } from "react";
import { flushSync } from "react-dom";
import { focusFirstProblem } from "../../../ui/text-field.tsx";
import { checkDefinition } from "../../../core/job/job-definition.ts";
import type { RunTrial } from "../../../core/job/trial.ts";
import type { Problem } from "../../../core/job/problem.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import { textIn } from "../../../workloads/field-values.ts";
import { isShown, type FieldInput } from "../../../workloads/field.ts";
import { noFilesBrought, ownModuleFiles } from "../../../workloads/own/own-files.ts";
import { own } from "../../../workloads/own/own.ts";
import type { FieldProblems, ReadyJob, Workload } from "../../../workloads/workload.ts";
import { parametersOf } from "../../coordinator-url.ts";
import { optionPresets, readOptions, type OptionName } from "../../option-fields.ts";
import { putWorkloadInUrl } from "../../page-in-url.ts";
import { inputsOf, problemsAtFields, readForm, type FormInputs } from "./form-values.ts";
import { startingTexts, type FormPresets, type FormTexts } from "./kept-draft.ts";
import { InputPreview } from "./input-preview.tsx";
import { JobOptions } from "./job-options.tsx";
import { candidateOf, refusalsOf } from "../try-out/candidate.ts";
import { TryOut, type Candidate } from "../try-out/try-out.tsx";
import { filesBroughtBy, withTheRest, type Filling } from "../sharing/filled-form.ts";
import { FillingNotice } from "../sharing/filling-notice.tsx";
import { beyondForm } from "../sharing/job-in-short.ts";
import { ShareButton, SharePanel, useSharing } from "../sharing/share-job.tsx";
import { prepareJob } from "./prepare-job.ts";
import { ignoreHeldEnter } from "../../../ui/one-press.ts";
import { StartButton } from "./start-button.tsx";
import { StartFrom, type StartTexts } from "./start-from.tsx";
import { Presets } from "./presets.tsx";
import { useKeptDraft } from "./use-kept-draft.ts";
import type { StartedJob } from "./started-job.ts";
import { WorkloadField } from "./workload-field.tsx";

/** Returns what is wrong with the job's definition. */
export type StartJob = (job: ReadyJob) => readonly Problem[];

interface Props {
  readonly workload: Workload;
  readonly presets: FormPresets;
  /** Runs programs in this page's own sandbox. */
  readonly runTrial: RunTrial;
  /** What the form of one's own function was filled in with last, from a job; null before that. */
  readonly filling: Filling | null;
  /** What was started last without the form; null before that. */
  readonly started: StartedJob | null;
  /** Whether this tab can run jobs. */
  readonly canStart: boolean;
  /** The address of a coordinator's page that links to jobs lead to. */
  readonly shareAt: string;
  readonly onSubmit: StartJob;
}

interface Draft extends FormTexts {
  /** Why the room refused what the fields made, until a field is changed. */
  readonly refused: FieldProblems;
  /** The job that it was filled in from; null where it was not. */
  readonly filling: Filling | null;
  /** Whether a person has typed or picked any of it. */
  readonly isTyped: boolean;
  /** What was in the form before a job, a preset or a start took its place; null where nothing was typed there. */
  readonly replaced: Draft | null;
}

/** Of what a person has typed: it is none of the examples any more. */
const typed = { from: "", isTyped: true };

/** The workload's fields and the job's options, each checked as it is typed. Another workload leaves what was typed for this one. */
export function JobForm(props: Props) {
  const { workload, presets, runTrial, filling: newestFilling, started, canStart, shareAt, onSubmit } = props;
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({});
  // The form is drawn with each change of the room: a text, or the beginning of a file, is read only when it has changed.
  const untouched = useMemo(
    (): Draft => ({
      ...startingTexts(workload, presets),
      refused: {},
      filling: null,
      isTyped: false,
      replaced: null,
    }),
    [workload, presets],
  );
  const draftIn = (all: typeof drafts): Draft => all[workload.id] ?? untouched;
  const draft = draftIn(drafts);
  const { inputs, options, refused, filling } = draft;
  const [seenFilling, setSeenFilling] = useState<Filling | null>(null);
  if (newestFilling !== seenFilling) {
    setSeenFilling(newestFilling);
    if (newestFilling !== null) setDrafts((all) => ({ ...all, [own.id]: draftOf(newestFilling, all[own.id] ?? null) }));
  }
  const [seenStarted, setSeenStarted] = useState<StartedJob | null>(null);
  if (started !== seenStarted) {
    setSeenStarted(started);
    if (started !== null) {
      const { id } = started.workload;
      setDrafts((all) => ({ ...all, [id]: draftOfStarted(started, typedIn(all[id])) }));
    }
  }
  const { chosen, problems: optionProblems } = readOptions(options);
  const { values, problems, preview } = useMemo(() => {
    const reading = readForm(workload, inputs);
    return { ...reading, preview: reading.values === null ? null : (workload.preview?.(reading.values) ?? null) };
  }, [workload, inputs]);

  const pickedFiles = inputs[workload.fields.find(({ kind }) => kind === "files")?.name ?? ""];
  const brought = useMemo(() => (filling === null ? noFilesBrought : filesBroughtBy(filling.job)), [filling]);
  const moduleFiles = useMemo(() => ownModuleFiles(pickedFiles, brought), [pickedFiles, brought]);

  const changeDraft = (next: (before: Draft) => Draft): void => {
    setDrafts((all) => ({ ...all, [workload.id]: next(draftIn(all)) }));
  };
  const changeInput = (name: string, input: FieldInput): void => {
    changeDraft((before) => ({ ...before, inputs: { ...before.inputs, [name]: input }, ...typed, refused: {} }));
  };
  const changeOption = (name: OptionName, text: string): void => {
    changeDraft((before) => ({ ...before, options: { ...before.options, [name]: text }, ...typed }));
  };
  const startFrom = (texts: StartTexts): void => {
    // What a person has typed while an example was loaded stays.
    changeDraft((now) => {
      if (now !== draft) return now;
      // A filled-in form keeps nothing; what takes its place is kept as what was there before it.
      const { isKept } = now.filling === null ? now : (now.replaced ?? untouched);
      return { ...now, ...texts, isKept, refused: {}, filling: null, isTyped: true, replaced: null };
    });
  };
  const takeBack = (): void => {
    setDrafts(({ [workload.id]: filled, ...others }) =>
      filled === undefined || filled.replaced === null ? others : { ...others, [workload.id]: filled.replaced },
    );
  };
  const pickPreset = (picked: FormInputs): void => {
    const filled = { ...inputs, ...picked };
    putWorkloadInUrl(workload.id, parametersOf(workload, filled));
    changeDraft((before) => ({
      ...before,
      inputs: filled,
      from: "",
      refused: {},
      isTyped: false,
      replaced: before.filling === null ? typedIn(before) : before.replaced,
    }));
  };
  const keepProblem = useKeptDraft(workload, drafts[workload.id]);
  const form = useRef<HTMLFormElement>(null);
  const isBusy = useRef(false);
  const refuse = (found: FieldProblems): void => {
    // A field can take the focus as a wrong one only when it shows its problem.
    flushSync(() => changeDraft((before) => ({ ...before, refused: found })));
  };
  /** What the form makes; null where something is wrong, which its field then shows. */
  const prepare = async (): Promise<ReadyJob | null> => {
    if (values === null || chosen === null) return null;
    const prepared = await prepareJob(workload, values, chosen, runTrial, brought);
    if (prepared.type === "prepared") return filling === null ? prepared : withTheRest(prepared, filling.job);
    refuse(prepared.problems);
    return null;
  };
  const start = async (): Promise<void> => {
    const ready = await prepare();
    if (ready !== null && values !== null) {
      refuse(problemsAtFields(workload, values, onSubmit(ready)));
    }
    if (form.current !== null) focusFirstProblem(form.current);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isBusy.current) return;
    isBusy.current = true;
    void start().finally(() => {
      isBusy.current = false;
    });
  };
  const findShared = async (): Promise<WholeJob | null> => {
    // As it came: nothing of a program from elsewhere runs for a copy of it.
    if (filling !== null && isUnchanged(draft, filling)) return filling.job;
    const ready = await prepare();
    if (ready !== null && values !== null) {
      const refusals = refusalsOf(ready.definition);
      refuse(problemsAtFields(workload, values, refusals));
      if (refusals.length === 0) return { definition: checkDefinition(ready.definition), blobs: ready.blobs };
    }
    if (form.current !== null) focusFirstProblem(form.current);
    return null;
  };
  const subject = useMemo(() => ({ inputs, options }), [inputs, options]);
  const sharing = useSharing(shareAt, subject, findShared);
  const code = workload.fields.find(({ kind }) => kind === "code");
  const findCandidate = async (): Promise<Candidate | string> => {
    const ready = await prepare();
    if (ready !== null && values !== null && chosen !== null && code !== undefined) {
      const refusals = refusalsOf(ready.definition);
      refuse(problemsAtFields(workload, values, refusals));
      if (refusals.length === 0) return candidateOf(ready, textIn(values, code.name), chosen);
    }
    if (form.current !== null) focusFirstProblem(form.current);
    return null;
  };

  return (
    <>
      {workload.examples !== undefined && (
        <StartFrom
          key={workload.id}
          workload={workload}
          examples={workload.examples}
          texts={draft}
          beyond={filling === null ? [] : beyondForm(filling.job)}
          onFill={startFrom}
          onNamed={(named) => changeDraft((before) => ({ ...before, ...named }))}
        />
      )}
      {keepProblem !== null && (
        <p className="problem" role="status">
          What you type will be gone with this page. {keepProblem}
        </p>
      )}
      <form
        ref={form}
        className="job-form"
        onSubmit={submit}
        onKeyDown={ignoreHeldEnter}
        noValidate
        aria-label={workload.title}
      >
        {filling !== null && <FillingNotice filling={filling} onTakeBack={takeBack} />}
        <Presets presets={workload.presets} inputs={inputs} onPick={pickPreset} />
        {filling === null && draft.replaced !== null && (
          <p className="aside">
            What you typed here made way.{" "}
            <button type="button" className="quiet" onClick={takeBack}>
              Bring back what was in the form
            </button>
          </p>
        )}
        <div className="job-fields">
          {workload.fields
            .filter((field) => isShown(field, inputs))
            .map((field) => (
              <Fragment key={`${workload.id} ${field.name}`}>
                <WorkloadField
                  field={field}
                  input={inputs[field.name] ?? null}
                  problem={problems[field.name] ?? refused[field.name] ?? null}
                  files={moduleFiles}
                  onChange={(input) => changeInput(field.name, input)}
                />
                {preview?.field === field.name && <InputPreview {...preview} />}
              </Fragment>
            ))}
        </div>
        <JobOptions
          // Unfolded where a job from elsewhere has set some.
          key={`${workload.id} ${filling === null ? "" : filling.id}`}
          texts={options}
          problems={optionProblems}
          onChange={changeOption}
        />
        {code !== undefined && <TryOut runTrial={runTrial} findCandidate={findCandidate} />}
        <div className="buttons job-start">
          <ShareButton sharing={sharing} name="what is in the form" />
          <StartButton disabled={!canStart} />
        </div>
        <SharePanel sharing={sharing} name="what is in the form" isOpen={values?.["open"] === true} />
      </form>
    </>
  );
}

/** It is not kept for the next load of the page: it would take the place of the person's own program. */
function draftOf(filling: Filling, replaced: Draft | null): Draft {
  const { inputs, options } = filling;
  return { inputs, options, from: "", name: "", isKept: false, refused: {}, filling, isTyped: false, replaced };
}

function draftOfStarted({ values, problems }: StartedJob, replaced: Draft | null): Draft {
  const inputs = inputsOf(values);
  return {
    inputs,
    options: optionPresets,
    from: "",
    name: "",
    isKept: false,
    refused: problems,
    filling: null,
    isTyped: false,
    replaced,
  };
}

/** What a person would miss of a draft that makes way: the draft, or what it had taken the place of itself. */
function typedIn(draft: Draft | undefined): Draft | null {
  if (draft === undefined) return null;
  return draft.isTyped ? draft : draft.replaced;
}

/** Whether the form still makes the job that it was filled in from. */
function isUnchanged({ inputs, options }: Draft, filling: Filling): boolean {
  return filling.leftOut.length === 0 && inputs === filling.inputs && options === filling.options;
}
