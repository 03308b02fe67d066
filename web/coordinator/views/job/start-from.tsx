import { useEffect, useId, useState } from "react";
import { AskingButton } from "../../../ui/asking-button.tsx";
import { Asking } from "../../../ui/asking.tsx";
import { isFileList, presetsOf } from "../../../workloads/field.ts";
import type { Example, Workload } from "../../../workloads/workload.ts";
import { optionPresets } from "../../option-fields.ts";
import { inputsOf } from "./form-values.ts";
import { KeepDialog } from "./keep-dialog.tsx";
import type { FormTexts } from "./kept-draft.ts";
import { keepForm, keptNames, readKeptForm, removeKept, renameKept } from "./kept-jobs.ts";

/** What the form is filled with. */
export type StartTexts = Omit<FormTexts, "isKept">;

interface Props {
  readonly workload: Workload;
  readonly examples: readonly Example[];
  readonly texts: FormTexts;
  /** What belongs to the job in the form and has no field there, in words. */
  readonly beyond: readonly string[];
  /** Fills the form, unless it has been changed since this was drawn. */
  readonly onFill: (filling: StartTexts) => void;
  /** What is in the form is now known as this; see `FormTexts`. */
  readonly onNamed: (named: Pick<FormTexts, "from" | "name">) => void;
}

/** Something to start from: its `id` is what `FormTexts` has as `from`. */
interface Start {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<StartTexts>;
}

/** No example's id has a colon. */
function keptId(name: string): string {
  return `kept:${name}`;
}

/** Fills the form with an example or a kept job, and asks before something that a person has changed is lost; keeps what is there by a name. */
export function StartFrom({ workload, examples, texts, beyond, onFill, onNamed }: Props) {
  const id = useId();
  const { names, readNames } = useKeptNames(workload);
  const [asked, setAsked] = useState<Start | null>(null);
  const [naming, setNaming] = useState<"keep" | "rename" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const fromExamples = examples.map((example): Start => ({
    ...example,
    load: () => exampleTexts(workload, example),
  }));
  const fromKept = names.map((name): Start => ({
    id: keptId(name),
    title: name,
    load: () => keptTexts(workload, name),
  }));
  const starts = [...fromExamples, ...fromKept];
  // One that is kept no more is the person's own text, which is kept nowhere else.
  const chosen = starts.some((start) => start.id === texts.from) ? texts.from : "";
  const keptName = chosen === keptId(texts.name) ? texts.name : null;

  const fill = async (start: Start): Promise<void> => {
    setProblem(null);
    try {
      onFill(await start.load());
    } catch {
      setProblem(`“${start.title}” could not be loaded. Is the server there?`);
    }
  };
  const choose = (wanted: string): void => {
    const start = starts.find((one) => one.id === wanted);
    if (start === undefined) return;
    if (chosen === "") setAsked(start);
    else void fill(start);
  };
  /** Returns why it could not be kept. */
  const keepAs = (name: string): string | null => {
    const found =
      naming === "rename" && keptName !== null ? renameKept(workload, keptName, name) : keepForm(workload, name, texts);
    readNames();
    if (found === null) onNamed({ from: keptId(name), name });
    return found;
  };
  const remove = (name: string): void => {
    removeKept(workload, name);
    readNames();
    onNamed({ from: "", name: "" });
  };

  return (
    <div className="start-from">
      <div className="field">
        <label htmlFor={id}>Start from</label>
        <select
          id={id}
          name="from"
          value={chosen}
          aria-describedby={`${id}-about`}
          onChange={(event) => choose(event.target.value)}
        >
          {chosen === "" && <option value="">your own text</option>}
          <optgroup label="Examples">{fromExamples.map(optionOf)}</optgroup>
          {fromKept.length > 0 && <optgroup label="Kept in this browser">{fromKept.map(optionOf)}</optgroup>}
        </select>
      </div>
      <div className="buttons">
        <button type="button" onClick={() => setNaming("keep")}>
          Keep as…
        </button>
        {keptName !== null && (
          <>
            <button type="button" onClick={() => setNaming("rename")}>
              Rename…
            </button>
            <AskingButton
              label="Remove"
              name={`Remove ${keptName}`}
              question={{
                title: `Remove “${keptName}”?`,
                loss: "This browser keeps it no more. What is in the form stays there.",
                confirm: "Remove it",
                keep: "Keep it",
              }}
              onConfirm={() => remove(keptName)}
            />
          </>
        )}
      </div>
      {!texts.isKept && (
        <p className="hint">This form was filled in for you. What you change goes with the page, unless you keep it.</p>
      )}
      <p className="problem" id={`${id}-about`} aria-live="polite">
        {problem}
      </p>
      {naming !== null && (
        <KeepDialog
          title={naming === "keep" ? "Keep what is in the form" : `Rename “${keptName ?? ""}”`}
          preset={texts.name}
          taken={naming === "keep" ? [] : names.filter((name) => name !== keptName)}
          replaceable={naming === "keep" ? names : []}
          hasFiles={naming === "keep" && hasFiles(texts)}
          beyond={naming === "keep" ? beyond : []}
          onConfirm={keepAs}
          onClosed={() => setNaming(null)}
        />
      )}
      {asked !== null && (
        <Asking
          question={{
            title: "Replace what is in the form?",
            loss: `“${asked.title}” takes the place of your function, its inputs and its options, which are not kept by a name.`,
            confirm: "Replace it",
            keep: "Keep mine",
          }}
          onConfirm={() => void fill(asked)}
          onClosed={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function optionOf({ id, title }: Start) {
  return (
    <option key={id} value={id}>
      {title}
    </option>
  );
}

async function exampleTexts({ fields }: Workload, { id, loadValues }: Example): Promise<StartTexts> {
  const values = { ...presetsOf(fields), ...(await loadValues()) };
  return { inputs: inputsOf(values), options: optionPresets, from: id, name: "" };
}

async function keptTexts(workload: Workload, name: string): Promise<StartTexts> {
  const kept = readKeptForm(workload, name);
  if (kept === null) throw new Error(`${name} is kept no more`);
  const inputs = { ...inputsOf(presetsOf(workload.fields)), ...kept.inputs };
  return { inputs, options: kept.options, from: keptId(name), name };
}

function hasFiles({ inputs }: FormTexts): boolean {
  return Object.values(inputs).some((input) => {
    if (isFileList(input)) return input.length > 0;
    return typeof input === "object" && input !== null;
  });
}

/** The names in this browser, read anew when another tab has changed them. */
function useKeptNames(workload: Workload): { readonly names: readonly string[]; readonly readNames: () => void } {
  const [names, setNames] = useState(() => keptNames(workload));
  useEffect(() => {
    const read = (): void => setNames(keptNames(workload));
    window.addEventListener("storage", read);
    return () => window.removeEventListener("storage", read);
  }, [workload]);
  return { names, readNames: () => setNames(keptNames(workload)) };
}
