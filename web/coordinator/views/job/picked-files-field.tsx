import { FilesField } from "../../../ui/files-field.tsx";
import { isFileList, type FieldInput, type FilesField as FilesFieldOf } from "../../../workloads/field.ts";

interface Props {
  readonly field: FilesFieldOf;
  readonly input: FieldInput;
  readonly problem: string | null;
  readonly onChange: (input: FieldInput) => void;
}

/** Files in a form, one of each name. */
export function PickedFilesField({ field: { name, label, hint }, input, problem, onChange }: Props) {
  const files = isFileList(input) ? input : [];
  const add = (picked: readonly File[]): void => {
    const names = new Set(picked.map((file) => file.name));
    onChange([...files.filter((file) => !names.has(file.name)), ...picked]);
  };
  const remove = (removed: string): void => onChange(files.filter((file) => file.name !== removed));
  return <FilesField {...{ name, label, hint, files, problem }} onAdd={add} onRemove={remove} />;
}
