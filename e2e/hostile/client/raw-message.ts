import { fromAsciiJson, toAsciiJson } from "../../../web/core/wire/ascii-json.ts";

/** Bytes of a bulk message in front of its header. */
const lengthBytes = 4;

/** A bulk message with these plain fields in place of its own; its columns stay. No encoder writes what no honest side says. */
export function withFields(message: Uint8Array, fields: Readonly<Record<string, unknown>>): Uint8Array {
  const end = lengthBytes + new DataView(message.buffer, message.byteOffset).getUint32(0, true);
  const parsed = fromAsciiJson(message.subarray(lengthBytes, end));
  if (parsed.type === "problem") throw new Error(parsed.problem);
  const header = toAsciiJson(Object.assign({}, parsed.value, fields));
  const whole = new Uint8Array(lengthBytes + header.length + message.length - end);
  new DataView(whole.buffer).setUint32(0, header.length, true);
  whole.set(header, lengthBytes);
  whole.set(message.subarray(end), lengthBytes + header.length);
  return whole;
}
