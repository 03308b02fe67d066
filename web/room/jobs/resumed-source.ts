import type { Clock } from "../../core/clock.ts";
import type { InputFile } from "../../core/job/input-file.ts";
import { closeIterator, iteratorOf, type InputIterator, type InputStream } from "../../core/job/input-stream.ts";
import { isFields } from "../../core/fields.ts";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { isSameBytes } from "../../core/same-bytes.ts";
import { thrownSeen } from "../../core/seen.ts";
import type { Packed } from "../../core/values/format.ts";
import { encodedAt } from "../../core/values/value-column.ts";
import { Packer, valueAt } from "../../core/values/packed.ts";
import type { Reason } from "../../words/sayings.ts";

/** A file that a person has picked again for a job whose page was loaded anew, and its inputs from the first one on. */
export interface PickedSource {
  readonly file: InputFile;
  readonly source: InputStream;
}

/** A job's file that went with an earlier page. */
export interface AwaitedFile {
  readonly file: InputFile;
  /** Whether one that was picked is being compared. */
  readonly isChecking: boolean;
  /** Why the one that was picked last is another file. */
  readonly refused: Reason | null;
}

/** What tells the files from each other before they are read; null where nothing does. */
export function fileMismatch(wanted: InputFile, found: InputFile): Reason | null {
  const { name } = found;
  if (name !== wanted.name) return { key: "file-of-other-name", wanted: wanted.name, found: name };
  if (found.bytes !== wanted.bytes)
    return { key: "file-of-other-size", name, wanted: wanted.bytes, found: found.bytes };
  if (found.modifiedAt === wanted.modifiedAt) return null;
  return { key: "file-changed", name, wanted: wanted.modifiedAt, found: found.modifiedAt };
}

interface Recorded {
  /** Inputs on record. */
  readonly total: number;
  /** Those that were put on record together, `nth` of all. */
  readonly readInputs: (nth: number) => Promise<Packed | null>;
  readonly clock: Clock;
}

/**
 * The file's inputs behind those on record, once all of these have been read again and are the same, byte for byte: what the room
 * has given out came from this file. Of a skipped row its place and text count: another version may say otherwise what is wrong. Nothing beside the inputs need be on record for that.
 */
export async function resumeSource(
  { file, source }: { readonly file: Pick<InputFile, "name">; readonly source: InputStream },
  { total, readInputs, clock }: Recorded,
): Promise<Result<InputStream, Reason>> {
  let iterator: InputIterator | null = null;
  try {
    iterator = iteratorOf(source);
    const packer = new Packer();
    const skipped = new Map<number, SkippedInput>();
    for (let nth = 0, read = 0; read < total; nth += 1) {
      const recorded = await readInputs(nth);
      if (recorded === null) throw new Error(`its inputs from ${read} on are not on record`);
      const count = recorded.ends.length;
      while (packer.count < count) {
        const step = iterator.next();
        const { done, value: input } = "then" in step ? await step : step;
        if (done === true) break;
        if (input instanceof SkippedInput) skipped.set(packer.count, input);
        packer.append(input);
      }
      const other = firstDifference(recorded, packer.take(), skipped);
      skipped.clear();
      if (other !== null) {
        closeIterator(iterator);
        return problem({ key: "file-of-other-inputs", name: file.name, task: read + other });
      }
      read += count;
      // Everything else on the page has its turn.
      await new Promise<void>((resolve) => void clock.after(0, resolve));
    }
  } catch (error) {
    if (iterator !== null) closeIterator(iterator);
    return problem(thrownSeen(error));
  }
  const rest = iterator;
  return value({ [Symbol.asyncIterator]: () => rest });
}

/** The place of the first value that is not the same; null where all are. `skipped`: those of `found` that are no inputs. */
function firstDifference(recorded: Packed, found: Packed, skipped: ReadonlyMap<number, SkippedInput>): number | null {
  const count = recorded.ends.length;
  if (found.ends.length === count && isSameBytes(recorded.bytes, found.bytes)) return null;
  for (let at = 0; at < Math.min(count, found.ends.length); at += 1) {
    if (isSameBytes(encodedAt(recorded, at), encodedAt(found, at))) continue;
    const row = skipped.get(at);
    if (row === undefined || !isSameRow(valueAt(recorded, at), row)) return at;
  }
  return found.ends.length < count ? found.ends.length : null;
}

/** On record a skipped row is a plain object. */
function isSameRow(recorded: unknown, { place, text }: SkippedInput): boolean {
  return (
    isFields(recorded) &&
    typeof recorded["wrong"] === "string" &&
    recorded["place"] === place &&
    recorded["text"] === text
  );
}
