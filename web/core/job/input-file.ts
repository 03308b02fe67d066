import { textRule, wholeNumberRule, type Inspection } from "./inspection.ts";

/**
 * A file that a job's inputs are read from. The file itself stays with the person: a page that has lost it, or is handed the
 * job by somebody else, asks for it with this.
 */
export interface InputFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was changed last, in milliseconds since 1970. */
  readonly modifiedAt: number;
  /** How its bytes become inputs, by the names of the form's fields: `{ format: "csv", separator: "comma", … }`. */
  readonly reading: Readonly<Record<string, string>>;
}

const maxReadings = 32;
const maxReadingLength = 200;

/** Longer than any file system's. */
const name = textRule(1, 1_024);

const bytes = wholeNumberRule(0, Number.MAX_SAFE_INTEGER);

const milliseconds = wholeNumberRule(-8.64e15, 8.64e15);

const text = textRule(0, maxReadingLength);

/** Reads it from any value, and notes every problem with it. */
export function readInputFile(field: string, value: unknown, inspection: Inspection): InputFile {
  const fields = inspection.fields(field, value);
  return {
    name: inspection.read(fields, `${field}.name`, name, ""),
    bytes: inspection.read(fields, `${field}.bytes`, bytes, 0),
    modifiedAt: inspection.read(fields, `${field}.modifiedAt`, milliseconds, 0),
    reading: fields === null ? {} : readReading(`${field}.reading`, fields["reading"], inspection),
  };
}

function readReading(field: string, value: unknown, inspection: Inspection): InputFile["reading"] {
  const fields = inspection.fields(field, value);
  if (fields === null) return {};
  const names = Object.keys(fields);
  if (names.length > maxReadings) {
    inspection.note(field, { key: "too-many", most: maxReadings, found: names.length });
    return {};
  }
  return Object.fromEntries(names.map((one) => [one, inspection.read(fields, `${field}.${one}`, text, "")]));
}
