import { useRef } from "react";
import type { FieldInput, FileField as FileFieldOf } from "../../../workloads/field.ts";
import { FileField } from "../../../ui/file-field.tsx";
import { takeFile } from "./take-file.ts";

interface Props {
  readonly field: FileFieldOf;
  readonly input: FieldInput;
  readonly problem: string | null;
  readonly onChange: (input: FieldInput) => void;
}

/** A file in a form. While its beginning is read, the form cannot be sent; a file that is picked meanwhile takes its place. */
export function PickedFileField({ field, input, problem, onChange }: Props) {
  const newest = useRef<File | null>(null);
  const fileName = typeof input === "object" && input !== null && "name" in input ? input.name : null;
  const pick = async (file: File | null): Promise<void> => {
    newest.current = file;
    if (file === null) return onChange(null);
    onChange({ unusable: `${file.name} is being read.` });
    const read = await takeFile(file);
    if (newest.current === file) onChange(read);
  };
  const { name, label, hint, accept } = field;
  return (
    <FileField
      {...{ name, label, hint, accept, fileName, problem }}
      // A file that cannot be read is an outcome, which the field shows.
      onPick={(file) => void pick(file)}
    />
  );
}
