import type { Field, FieldInput } from "../../../workloads/field.ts";
import type { ModuleFiles } from "../../../workloads/program/module-files.ts";
import { ownModuleFiles } from "../../../workloads/own/own-files.ts";
import { AreaField } from "../../../ui/area-field.tsx";
import { SelectField } from "../../../ui/select-field.tsx";
import { Switch } from "../../../ui/switch.tsx";
import { TextField } from "../../../ui/text-field.tsx";
import { CodeField } from "../code/code-field.tsx";
import { PickedFilesField } from "./picked-files-field.tsx";
import { PlacesField } from "./places-field.tsx";
import { PickedFileField } from "./picked-file-field.tsx";

interface Props {
  readonly field: Field;
  readonly input: FieldInput;
  readonly problem: string | null;
  /** What a program in it may import; nothing in a form without files. */
  readonly files?: ModuleFiles;
  readonly onChange: (input: FieldInput) => void;
}

const noFiles = ownModuleFiles(null);

/** One field of a workload's form, drawn by its kind. */
export function WorkloadField({ field, input, problem, files = noFiles, onChange }: Props) {
  const { name, label, hint } = field;
  const text = typeof input === "string" ? input : "";
  const common = { name, label, hint, problem };
  switch (field.kind) {
    case "number":
      return <TextField {...common} unit={field.unit} numeric text={text} onChange={onChange} />;
    case "text":
      if (field.hasLines === true) return <AreaField {...common} text={text} onChange={onChange} />;
      return <TextField {...common} text={text} onChange={onChange} />;
    case "places":
      return <PlacesField field={field} text={text} problem={problem} onChange={onChange} />;
    case "code":
      return <CodeField {...common} {...{ text, files }} onChange={onChange} />;
    case "choice":
      return <SelectField {...{ name, label, hint }} choices={field.choices} chosen={text} onChange={onChange} />;
    case "switch":
      return (
        <Switch label={label} on={text === "on"} onChange={(on) => onChange(on ? "on" : "off")}>
          {hint}
        </Switch>
      );
    case "files":
      return <PickedFilesField field={field} input={input} problem={problem} onChange={onChange} />;
    case "file":
      return <PickedFileField field={field} input={input} problem={problem} onChange={onChange} />;
  }
}
