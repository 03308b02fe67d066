import { shown } from "../shown.ts";
import { fromAsciiJson, toAsciiJson } from "./ascii-json.ts";
import { decodeBulk, encodeBulk } from "./columns.ts";
import type { Unchecked } from "./columns.ts";
import { packedColumns } from "./fields.ts";
import { maxControlBytes, maxMessageBytes } from "./limits.ts";
import { lanes } from "./messages.ts";
import type { Decoded, DownMessage, Lane, UpMessage } from "./messages.ts";
import { downSchema, isKnownType, upSchema } from "./schema.ts";
import type { Schema } from "./schema.ts";

export interface Encoded {
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

const maxBytes: Readonly<Record<Lane, number>> = { control: maxControlBytes, bulk: maxMessageBytes };

function encode(message: UpMessage | DownMessage): Encoded {
  const lane = lanes[message.type];
  const bytes =
    message.type === "results" || message.type === "returned" || message.type === "job" || message.type === "batch"
      ? encodeBulk(message)
      : toAsciiJson(message);
  if (bytes.length > maxBytes[lane]) {
    throw new RangeError(`${message.type}: ${bytes.length} bytes; the most is ${maxBytes[lane]}`);
  }
  return { lane, bytes };
}

/** Throws a RangeError if the message is larger than its lane allows: splitting is for whoever filled it. */
export function encodeUp(message: UpMessage): Encoded {
  return encode(message);
}

/** Throws a RangeError if the message is larger than its lane allows: splitting is for whoever filled it. */
export function encodeDown(message: DownMessage): Encoded {
  return encode(message);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeControl(bytes: Uint8Array): Unchecked {
  const parsed = fromAsciiJson(bytes);
  if (!parsed.ok) return parsed;
  return isFields(parsed.value) ? { ok: true, fields: parsed.value } : { ok: false, reason: "no object" };
}

type Fields = Readonly<Record<string, unknown>>;

/** The known fields of the message and no others. */
function copied(schema: Schema, fields: Fields): Fields {
  const type = fields["type"];
  const message: Record<string, unknown> = { type };
  if (!isKnownType(schema, type)) return message;
  for (const [name, field] of Object.entries(schema[type] ?? {})) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    message[name] = field.copy === undefined ? value : field.copy(value);
  }
  return message;
}

/** Each batch has one input for each index. */
function wrongTogether(message: Fields): string | null {
  const indices = message["indices"];
  const inputs = message["inputs"];
  if (message["type"] !== "batch" || !(indices instanceof Uint32Array) || !packedColumns.is(inputs)) return null;
  if (inputs.ends.length === indices.length) return null;
  return `batch.inputs: ${inputs.ends.length} values for ${indices.length} tasks`;
}

function wrongMessage(schema: Schema, lane: Lane, message: object): string | null {
  if (!isFields(message)) return "no object";
  const type = message["type"];
  if (!isKnownType(schema, type)) return `unknown type ${shown(type)}`;
  if (lanes[type] !== lane) return `${type}: came on the ${lane} lane`;
  for (const [name, field] of Object.entries(schema[type] ?? {})) {
    const value = message[name];
    if (!field.is(value)) {
      return `${type}.${name}: ${field.why?.(value) ?? `expected ${field.spec}, got ${shown(value)}`}`;
    }
  }
  return wrongTogether(message);
}

/** What was found wrong with a candidate, for the reason that goes with a refusal. */
interface Verdict {
  wrong: string | null;
}

/** The schema's type ties its tables to the union, so a candidate with which nothing is wrong is a message. */
function isUp(candidate: object, lane: Lane, verdict: Verdict): candidate is UpMessage {
  verdict.wrong = wrongMessage(upSchema, lane, candidate);
  return verdict.wrong === null;
}

function isDown(candidate: object, lane: Lane, verdict: Verdict): candidate is DownMessage {
  verdict.wrong = wrongMessage(downSchema, lane, candidate);
  return verdict.wrong === null;
}

function decode<Message extends object>(
  schema: Schema,
  is: (candidate: object, lane: Lane, verdict: Verdict) => candidate is Message,
  lane: Lane,
  bytes: Uint8Array,
): Decoded<Message> {
  if (bytes.length > maxBytes[lane]) {
    return { ok: false, reason: `${lane} message: ${bytes.length} bytes; the most is ${maxBytes[lane]}` };
  }
  const unchecked = lane === "control" ? decodeControl(bytes) : decodeBulk(bytes);
  if (!unchecked.ok) return { ok: false, reason: `${lane} message: ${unchecked.reason}` };
  const message: object = copied(schema, unchecked.fields);
  const verdict: Verdict = { wrong: null };
  if (is(message, lane, verdict)) return { ok: true, message };
  return { ok: false, reason: verdict.wrong ?? "not a message" };
}

export function decodeUp(lane: Lane, bytes: Uint8Array): Decoded<UpMessage> {
  return decode(upSchema, isUp, lane, bytes);
}

export function decodeDown(lane: Lane, bytes: Uint8Array): Decoded<DownMessage> {
  return decode(downSchema, isDown, lane, bytes);
}
