import type { Preset } from "../../../workloads/workload.ts";
import { inputsOf, type FormInputs } from "./form-values.ts";

interface Props {
  readonly presets: readonly Preset[];
  readonly inputs: FormInputs;
  /** Of the preset's fields alone. */
  readonly onPick: (inputs: FormInputs) => void;
}

/** How much to compute, as buttons that fill fields in. The one whose values are in the form is pressed. */
export function Presets({ presets, inputs, onPick }: Props) {
  if (presets.length === 0) return null;
  return (
    <div className="buttons presets" role="group" aria-label="Presets">
      {presets.map(({ title, values }) => {
        const picked = inputsOf(values);
        const isIn = Object.entries(picked).every(([name, input]) => inputs[name] === input);
        return (
          <button key={title} type="button" aria-pressed={isIn} onClick={() => onPick(picked)}>
            {title}
          </button>
        );
      })}
    </div>
  );
}
