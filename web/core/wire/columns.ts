import { isFields, type Fields } from "../fields.ts";
import { problem, value, type Result } from "../result.ts";
import { fromAsciiJson, toAsciiJson } from "./ascii-json.ts";
import { fromPalette, fromRuns, fromUniform, toPalette, toRuns, toUniform } from "./compaction.ts";
import { isExtension } from "./extensions.ts";
import { maxHeaderBytes, maxTasksInMessage } from "./limits.ts";
import { lanes, type DownMessage, type UpMessage } from "./messages.ts";
import { maxBytesAhead } from "../values/limits.ts";
import { hasOwnMemory } from "../values/own-memory.ts";
import { fromTravelling, toTravelling } from "../values/travelling-column.ts";
import { packedOf } from "../values/value-column.ts";

/** A bulk message is `u32 length of the header | header, JSON | columns`, little-endian as all browsers' machines are. */
const lengthBytes = 4;

type Lanes = typeof lanes;
type BulkType = { [Type in keyof Lanes]: Lanes[Type] extends "bulk" ? Type : never }[keyof Lanes];
type BulkMessage = Extract<UpMessage | DownMessage, { readonly type: BulkType }>;

export function isBulk(message: UpMessage | DownMessage): message is BulkMessage {
  return lanes[message.type] === "bulk";
}

type Column = Uint8Array | Uint32Array;

type Plain = Readonly<Record<string, unknown>>;

/** The plain fields of a message, and its columns in the order of the wire. */
function taken(message: BulkMessage): { readonly plain: Plain; readonly columns: readonly Column[] } {
  switch (message.type) {
    case "results": {
      const { block, granted, ...plain } = message;
      const { indices, runtimesMs, outcomes, values } = block;
      const [lengths, bytes] = toTravelling(values);
      return {
        plain,
        columns: [toRuns(indices), toPalette(runtimesMs), lengths, toUniform(outcomes), bytes, toRuns(granted)],
      };
    }
    case "call": {
      const { request, ...plain } = message;
      return { plain, columns: [request.ends, request.bytes] };
    }
    case "answer": {
      const { answer, ...plain } = message;
      return { plain, columns: [answer.ends, answer.bytes] };
    }
    case "returned": {
      const { indices, ...plain } = message;
      return { plain, columns: [toRuns(indices)] };
    }
    case "batch": {
      const { indices, attempts, inputs, ...plain } = message;
      const [lengths, bytes] = toTravelling(inputs);
      return { plain, columns: [toRuns(indices), toUniform(attempts), lengths, bytes] };
    }
    case "blob": {
      const { bytes, ...plain } = message;
      return { plain, columns: [bytes] };
    }
    case "limits":
    case "job":
      return { plain: message, columns: [] };
  }
}

export function encodeBulk(message: BulkMessage): Uint8Array {
  const { plain, columns } = taken(message);
  const header = toAsciiJson({ ...plain, columns: columns.map((column) => column.byteLength) });
  let size = lengthBytes + header.length;
  for (const column of columns) size += column.byteLength;
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, lengthBytes);
  let at = lengthBytes + header.length;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

/** Columns of fewer bytes are copied: that takes a few microseconds. */
const worthSharingBytes = 32 * 1024;

/**
 * Copies each column into memory of its own, so that it holds nothing else alive. A column that is nearly all of the
 * message shares the message's memory: values of many megabytes are not copied again.
 */
function cut(bytes: Uint8Array, start: number, lengths: unknown): readonly Uint8Array<ArrayBuffer>[] | null {
  if (!Array.isArray(lengths) || lengths.length > 8) return null;
  const columns: Uint8Array<ArrayBuffer>[] = [];
  let at = start;
  for (const length of lengths) {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0 || length > bytes.length - at)
      return null;
    const { buffer } = bytes;
    const isNearlyAll = length >= worthSharingBytes && hasOwnMemory({ byteLength: length, byteOffset: 0, buffer });
    if (isNearlyAll && buffer instanceof ArrayBuffer)
      columns.push(new Uint8Array(buffer, bytes.byteOffset + at, length));
    else columns.push(new Uint8Array(bytes.subarray(at, at + length)));
    at += length;
  }
  return at === bytes.length ? columns : null;
}

/** `undefined` if the bytes are no whole number of elements. */
function words(column: Uint8Array<ArrayBuffer> | undefined): Uint32Array | undefined {
  if (column === undefined || column.length % 4 !== 0) return undefined;
  const isAlone = column.length === column.buffer.byteLength;
  return new Uint32Array(isAlone ? column.buffer : column.slice().buffer);
}

/** Puts back what `taken` took out. */
function placed(type: unknown, columns: readonly Uint8Array<ArrayBuffer>[]): Readonly<Record<string, unknown>> | null {
  const [first, second, third, fourth, fifth, sixth] = columns;
  switch (type) {
    case "results": {
      if (columns.length !== 6) return null;
      const indices = fromRuns(words(first));
      const count = indices?.length ?? 0;
      const runtimesMs = fromPalette(second, count);
      const outcomes = fromUniform(fourth, count);
      return {
        granted: fromRuns(words(sixth)),
        block: {
          indices,
          runtimesMs,
          outcomes,
          values: fromTravelling(third, fifth, count, maxTasksInMessage, maxBytesAhead),
        },
      };
    }
    case "call":
      return columns.length === 2 ? { request: { ends: words(first), bytes: second } } : null;
    case "answer":
      return columns.length === 2 ? { answer: { ends: words(first), bytes: second } } : null;
    case "returned":
      return columns.length === 1 ? { indices: fromRuns(words(first)) } : null;
    case "batch": {
      if (columns.length !== 4) return null;
      const indices = fromRuns(words(first));
      const count = indices?.length ?? 0;
      const attempts = fromUniform(second, count);
      const inputs = fromTravelling(third, fourth, count, maxTasksInMessage);
      return { indices, attempts, inputs: inputs === undefined ? undefined : packedOf(inputs) };
    }
    case "blob":
      return columns.length === 1 ? { bytes: first } : null;
    default:
      return columns.length === 0 ? {} : null;
  }
}

/** The fields of a bulk message with its columns in their places. None of them has been checked. */
export function decodeBulk(bytes: Uint8Array): Result<Fields> {
  if (bytes.length < lengthBytes) return problem("too short for a bulk message");
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getUint32(0, true);
  const start = lengthBytes + headerLength;
  if (headerLength > maxHeaderBytes || start > bytes.length) return problem(`a header of ${headerLength} bytes`);
  const header = fromAsciiJson(bytes.subarray(lengthBytes, start));
  if (header.type === "problem") return header;
  if (!isFields(header.value)) return problem("the header is no object");
  const { columns: lengths, ...plain } = header.value;
  const columns = cut(bytes, start, lengths);
  if (columns === null) return problem("the columns do not fill the message");
  // Its columns are known to those alone who have agreed on it.
  if (isExtension(plain["type"])) return value(plain);
  const values = placed(plain["type"], columns);
  if (values === null) return problem(`${columns.length} columns`);
  return value({ ...plain, ...values });
}
