import { decode, encode, type Answer } from "../../core/objects/answer.ts";
import type { CallerEnd, CallerKey } from "../../core/objects/call.ts";
import type { Packed } from "../../core/values/format.ts";
import type { ObjectCall } from "../objects/foreign-home.ts";

/** What both sides of a session say. */
type AnySide =
  /** The sender is there. */
  | { readonly type: "ping" }
  /** Last message: the sender ends the session. */
  | { readonly type: "goodbye" };

/** What a client says to a manager. */
export type UpSession =
  | AnySide
  /** `caller`: the client's program, or one attempt of a task of its pools. */
  | ({ readonly type: "call"; readonly caller: CallerKey } & ObjectCall)
  | { readonly type: "caller-ended"; readonly caller: CallerKey; readonly how: CallerEnd }
  /** Calls a registered name. `number` counts up from 1 within the session. */
  | { readonly type: "name-call"; readonly number: number; readonly name: string; readonly args: Packed };

/** What a manager says to a client. */
export type DownSession =
  | AnySide
  /** First message: the registered names. */
  | { readonly type: "welcome"; readonly names: readonly string[] }
  | { readonly type: "answer"; readonly caller: CallerKey; readonly number: number; readonly answer: Answer }
  | { readonly type: "name-answer"; readonly number: number; readonly answer: Answer };

/** Longest caller's key that a manager takes. A pool's are some twenty characters. */
const longestCaller = 200;

/** Bytes in front of a message's head: its length. */
const lengthBytes = 4;

const noBytes = new Uint8Array();

/** A message is the length of its head, the head, one encoded list, and what is encoded already, as it is. */
function framed(head: readonly unknown[], body: Uint8Array): Uint8Array {
  const bytes = encode(head);
  const message = new Uint8Array(lengthBytes + bytes.length + body.length);
  new DataView(message.buffer).setUint32(0, bytes.length);
  message.set(bytes, lengthBytes);
  message.set(body, lengthBytes + bytes.length);
  return message;
}

function headOf(answer: Answer): readonly unknown[] {
  return answer.type === "value" ? [] : [answer.name, answer.message];
}

function bodyOf(answer: Answer): Uint8Array {
  return answer.type === "value" ? answer.value : noBytes;
}

export function encodeSession(message: UpSession | DownSession): Uint8Array {
  switch (message.type) {
    case "ping":
    case "goodbye":
      return framed([message.type], noBytes);
    case "call": {
      const { type, caller, number, received, object, method, args } = message;
      return framed([type, caller, number, received, object, method, [...args.ends]], args.bytes);
    }
    case "caller-ended":
      return framed([message.type, message.caller, message.how], noBytes);
    case "name-call":
      return framed([message.type, message.number, message.name, [...message.args.ends]], message.args.bytes);
    case "welcome":
      return framed([message.type, ...message.names], noBytes);
    case "answer": {
      const { type, caller, number, answer } = message;
      return framed([type, caller, number, ...headOf(answer)], bodyOf(answer));
    }
    case "name-answer":
      return framed([message.type, message.number, ...headOf(message.answer)], bodyOf(message.answer));
  }
}

/** The head's parts and the body of a message. @throws TypeError, Refusal for what is none. */
function unframed(message: Uint8Array): { readonly head: readonly unknown[]; readonly body: Uint8Array } {
  const length =
    message.length < lengthBytes
      ? Infinity
      : new DataView(message.buffer, message.byteOffset, lengthBytes).getUint32(0);
  const end = lengthBytes + length;
  const head = end > message.length ? null : decode(message.subarray(lengthBytes, end));
  if (!Array.isArray(head)) throw new TypeError("a message without a head");
  return { head, body: message.subarray(end) };
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError("a text is missing");
}

function count(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError("a number is missing");
}

function callerIn(value: unknown): CallerKey {
  const caller = text(value);
  if (caller.length <= longestCaller) return caller;
  throw new TypeError("a caller's key that is too long");
}

function argumentsIn(ends: unknown, bytes: Uint8Array): Packed {
  if (!Array.isArray(ends)) throw new TypeError("arguments without ends");
  let last = 0;
  for (const end of ends) {
    if (count(end) < last) throw new TypeError("arguments whose ends are no ends");
    last = end;
  }
  if (last !== bytes.length) throw new TypeError("arguments whose ends are no ends");
  return { ends: Uint32Array.from(ends), bytes };
}

function answerIn([name, message]: readonly unknown[], body: Uint8Array): Answer {
  if (name === undefined) return { type: "value", value: body };
  return { type: "error", name: text(name), message: text(message) };
}

/** @throws TypeError, Refusal for bytes that are no message of a client. */
export function decodeUp(bytes: Uint8Array): UpSession {
  const { head, body } = unframed(bytes);
  const [type, ...rest] = head;
  switch (type) {
    case "ping":
    case "goodbye":
      return { type };
    case "call": {
      const [caller, number, received, object, method, ends] = rest;
      return {
        type,
        caller: callerIn(caller),
        number: count(number),
        received: count(received),
        object: text(object),
        method: text(method),
        args: argumentsIn(ends, body),
      };
    }
    case "caller-ended": {
      const [caller, how] = rest;
      if (how !== "done" && how !== "lost") throw new TypeError("an end of no kind");
      return { type, caller: callerIn(caller), how };
    }
    case "name-call": {
      const [number, name, ends] = rest;
      return { type, number: count(number), name: text(name), args: argumentsIn(ends, body) };
    }
    default:
      throw new TypeError("a message of no kind");
  }
}

/** @throws TypeError, Refusal for bytes that are no message of a manager. */
export function decodeDown(bytes: Uint8Array): DownSession {
  const { head, body } = unframed(bytes);
  const [type, ...rest] = head;
  switch (type) {
    case "ping":
    case "goodbye":
      return { type };
    case "welcome":
      return { type, names: rest.map(text) };
    case "answer": {
      const [caller, number, ...answer] = rest;
      return { type, caller: callerIn(caller), number: count(number), answer: answerIn(answer, body) };
    }
    case "name-answer": {
      const [number, ...answer] = rest;
      return { type, number: count(number), answer: answerIn(answer, body) };
    }
    default:
      throw new TypeError("a message of no kind");
  }
}
