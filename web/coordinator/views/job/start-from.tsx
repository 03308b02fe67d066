import { useId, useState } from "react";
import { Asking } from "../../../ui/asking.tsx";
import type { Example } from "../../../workloads/workload.ts";

interface Props {
  readonly examples: readonly Example[];
  /** The one that the form still shows as it was; empty where a person has changed it. */
  readonly chosen: string;
  /** Fills the form with it. Rejects where it cannot be loaded. */
  readonly onChoose: (example: Example) => Promise<void>;
}

/** Fills the form with an example, and asks before something that a person has changed is lost. */
export function StartFrom({ examples, chosen, onChoose }: Props) {
  const id = useId();
  const [asked, setAsked] = useState<Example | null>(null);
  const [missing, setMissing] = useState<Example | null>(null);
  const fill = async (example: Example): Promise<void> => {
    setMissing(null);
    try {
      await onChoose(example);
    } catch {
      setMissing(example);
    }
  };
  const choose = (wanted: string): void => {
    const example = examples.find((one) => one.id === wanted);
    if (example === undefined) return;
    if (chosen === "") setAsked(example);
    else void fill(example);
  };
  return (
    <div className="job-kind">
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
          {examples.map((example) => (
            <option key={example.id} value={example.id}>
              {example.title}
            </option>
          ))}
        </select>
      </div>
      <p className="problem" id={`${id}-about`} aria-live="polite">
        {missing !== null && `“${missing.title}” could not be loaded. Is the server there?`}
      </p>
      {asked !== null && (
        <Asking
          question={{
            title: "Replace what is in the form?",
            loss: `“${asked.title}” takes the place of your function, its inputs and its options, which are kept nowhere else.`,
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
