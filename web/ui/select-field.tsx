import { useId } from "react";

interface Props {
  readonly label: string;
  readonly name: string;
  readonly chosen: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly hint?: string | undefined;
  readonly onChange: (id: string) => void;
}

/** One of a few choices, with its name above it. */
export function SelectField({ label, name, chosen, choices, hint, onChange }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={chosen}
        aria-describedby={hint === undefined ? undefined : `${id}-about`}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.label}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p className="hint" id={`${id}-about`}>
          {hint}
        </p>
      )}
    </div>
  );
}
