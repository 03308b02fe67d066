import { SelectField } from "../../../ui/select-field.tsx";
import { tintNamed, tints, type Tint } from "./tint.ts";

interface Props {
  readonly tint: Tint;
  readonly onChange: (tint: Tint) => void;
}

/** What the parts of a picture are coloured by. */
export function TintField({ tint, onChange }: Props) {
  return (
    <SelectField
      label="Coloured"
      name="tint"
      chosen={tint}
      choices={tints}
      onChange={(id) => onChange(tintNamed(id))}
    />
  );
}
