import { useState } from "react";
import { SelectField } from "../../../ui/select-field.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { saySentence } from "../../../words/say.ts";
import type { FieldWrong } from "../../../words/sayings.ts";
import {
  optionFields,
  optionPresets,
  type OptionName,
  type OptionProblems,
  type OptionTexts,
} from "../../option-fields.ts";

interface Props {
  readonly texts: OptionTexts;
  readonly problems: OptionProblems;
  readonly onChange: (name: OptionName, text: string) => void;
}

/** The job's options. Folded away unless the page's address has set one, since most jobs leave them as they are. */
export function JobOptions({ texts, problems, onChange }: Props) {
  const [isSet] = useState(() => optionFields.some(({ name }) => texts[name] !== optionPresets[name]));
  return (
    <details className="job-options" open={isSet}>
      <summary>Options</summary>
      <div className="job-fields">
        {optionFields.map((field) =>
          field.type !== "choice" ? (
            <TextField
              key={field.name}
              name={field.name}
              label={field.label}
              unit={field.type === "number" ? field.unit : undefined}
              numeric={field.type === "number"}
              hint={field.type === "precision" ? "As 0.01 or 1%. Empty: after its last task." : undefined}
              text={texts[field.name]}
              problem={inWords(problems[field.name])}
              onChange={(text) => onChange(field.name, text)}
            />
          ) : (
            <SelectField
              key={field.name}
              name={field.name}
              label={field.label}
              chosen={texts[field.name]}
              choices={field.choices}
              onChange={(id) => onChange(field.name, id)}
            />
          ),
        )}
      </div>
    </details>
  );
}

function inWords(problem: FieldWrong | undefined): string | null {
  return problem === undefined ? null : saySentence(problem);
}
