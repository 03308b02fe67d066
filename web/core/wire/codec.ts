import { isFields, type Fields } from "../fields.ts";
import { problem, value, type Result } from "../result.ts";
import { shown } from "../shown.ts";
import { fromAsciiJson, toAsciiJson } from "./ascii-json.ts";
import { decodeBulk, encodeBulk, isBulk } from "./columns.ts";
import { isExtension } from "./extensions.ts";
import { largeInputs, packedColumns } from "./fields.ts";
import { maxControlBytes, maxMessageBytes } from "./limits.ts";
import { lanes } from "./messages.ts";
import type { DownMessage, Lane, UpMessage } from "./messages.ts";
import { downSchema, isKnownType, upSchema } from "./schema.ts";
import type { Schema } from "./schema.ts";

/** A message of a kind that two pages have agreed on and others pass over: its type begins with `x-`. */
interface Extension {
  readonly type: "extension";
}

export type Decoded<Message> = Result<Message> | Extension;

export interface Encoded {
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

const maxBytes: Readonly<Record<Lane, number>> = { control: maxControlBytes, bulk: maxMessageBytes };

function encode(message: UpMessage | DownMessage): Encoded {
  const lane = lanes[message.type];
  const bytes = isBulk(message) ? encodeBulk(message) : toAsciiJson(message);
  if (bytes.length > maxBytes[lane]) {
    throw new RangeError(`${message.type}: ${bytes.length} bytes; the most is ${maxBytes[lane]}`);
  }
  return { lane, bytes };
}

/** @throws RangeError if the message is larger than its lane allows: only its sender could split it. */
export function encodeUp(message: UpMessage): Encoded {
  return encode(message);
}

/** @throws RangeError if the message is larger than its lane allows: only its sender could split it. */
export function encodeDown(message: DownMessage): Encoded {
  return encode(message);
}

function decodeControl(bytes: Uint8Array): Result<Fields> {
  const parsed = fromAsciiJson(bytes);
  if (parsed.type === "problem") return parsed;
  return isFields(parsed.value) ? value(parsed.value) : problem("no object");
}

/** The known fields of the message and no others. */
function copied(schema: Schema, fields: Fields): Fields {
  const type = fields["type"];
  const message: Record<string, unknown> = { type };
  if (!isKnownType(schema, type)) return message;
  for (const [name, field] of Object.entries(schema[type] ?? {})) {
    const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
    message[name] = field.copy === undefined ? found : field.copy(found);
  }
  return message;
}

/** No call has been answered before it is made. Each batch has one input and one attempt for each index, and what travels beside it has a place in it. */
function wrongTogether(message: Fields): string | null {
  const { indices, inputs, attempts, large, call, received } = message;
  if (message["type"] === "call" && Number(received) >= Number(call)) {
    return `call.received: ${shown(received)} answers before call ${shown(call)}`;
  }
  if (message["type"] !== "batch" || !(indices instanceof Uint32Array) || !packedColumns.is(inputs)) return null;
  if (attempts instanceof Uint8Array && attempts.length !== indices.length) {
    return `batch.attempts: ${attempts.length} attempts for ${indices.length} tasks`;
  }
  const last = largeInputs.is(large) ? (large.at(-1)?.at ?? 0) : 0;
  if (last >= indices.length) return `batch.large: place ${last} in a batch of ${indices.length} tasks`;
  if (inputs.ends.length === indices.length) return null;
  return `batch.inputs: ${inputs.ends.length} values for ${indices.length} tasks`;
}

function wrongMessage(schema: Schema, lane: Lane, message: object): string | null {
  if (!isFields(message)) return "no object";
  const type = message["type"];
  if (!isKnownType(schema, type)) return `unknown type ${shown(type)}`;
  if (lanes[type] !== lane) return `${type}: came on the ${lane} lane`;
  for (const [name, field] of Object.entries(schema[type] ?? {})) {
    const found = message[name];
    if (!field.is(found)) {
      return `${type}.${name}: ${field.why?.(found) ?? `expected ${field.spec}, got ${shown(found)}`}`;
    }
  }
  return wrongTogether(message);
}

/** What was found wrong with a candidate, for the reason that goes with a refusal. */
interface Verdict {
  wrong: string | null;
}

/** The schema's type ties its tables to the union, so a candidate that passes them is a message. */
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
    return problem(`${lane} message: ${bytes.length} bytes; the most is ${maxBytes[lane]}`);
  }
  const unchecked = lane === "control" ? decodeControl(bytes) : decodeBulk(bytes);
  if (unchecked.type === "problem") return problem(`${lane} message: ${unchecked.problem}`);
  if (isExtension(unchecked.value["type"])) return { type: "extension" };
  const message: object = copied(schema, unchecked.value);
  const verdict: Verdict = { wrong: null };
  return is(message, lane, verdict) ? value(message) : problem(verdict.wrong ?? "not a message");
}

export function decodeUp(lane: Lane, bytes: Uint8Array): Decoded<UpMessage> {
  return decode(upSchema, isUp, lane, bytes);
}

export function decodeDown(lane: Lane, bytes: Uint8Array): Decoded<DownMessage> {
  return decode(downSchema, isDown, lane, bytes);
}
