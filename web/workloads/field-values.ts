import { isFileList, type FieldValue, type FieldValues, type PickedFile, type ReadableFile } from "./field.ts";

/** A form has a value for each field of its workload, so that these throw for nothing but a mistake in the workload. */
function valueOf<Value extends FieldValue>(
  values: FieldValues,
  name: string,
  is: (value: FieldValue | undefined) => value is Value,
): Value {
  const found = values[name];
  if (!is(found)) throw new RangeError(`the field ${name} has no value of its kind`);
  return found;
}

/** @throws RangeError where the field is none of numbers. */
export function numberIn(values: FieldValues, name: string): number {
  return valueOf(values, name, (value) => typeof value === "number");
}

/** @throws RangeError where the field is none of text, code or choices. */
export function textIn(values: FieldValues, name: string): string {
  return valueOf(values, name, (value) => typeof value === "string");
}

/** @throws RangeError where the field is no switch. */
export function truthIn(values: FieldValues, name: string): boolean {
  return valueOf(values, name, (value) => typeof value === "boolean");
}

function isFileOrNone(value: FieldValue | undefined): value is PickedFile | null {
  return value === null || (typeof value === "object" && !isFileList(value));
}

/** null where no file is picked. @throws RangeError where the field is none of files. */
export function fileIn(values: FieldValues, name: string): PickedFile | null {
  return valueOf(values, name, isFileOrNone);
}

/** @throws RangeError where the field is none of several files. */
export function filesIn(values: FieldValues, name: string): readonly ReadableFile[] {
  return valueOf(values, name, isFileList);
}
