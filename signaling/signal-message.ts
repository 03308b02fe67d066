import { parsePeerId, type PeerName } from "./peer-ids.ts";

/** A checked message of a PeerJS client. `text` is its JSON for the receiver. */
export type SignalMessage =
  | { readonly type: "HEARTBEAT" }
  | { readonly type: SignalType; readonly to: PeerName; readonly text: string };

type SignalType = "OFFER" | "ANSWER" | "CANDIDATE" | "LEAVE";

export type DecodedSignal =
  | { readonly ok: true; readonly message: SignalMessage }
  | { readonly ok: false; readonly reason: string };

/** Characters of the longest texts that a message may have. */
const sdpChars = 32 * 1024;
const candidateChars = 2 * 1024;
const nameChars = 128;

type Fields = ReadonlyMap<string, unknown>;

/** The object's own fields; null if the value is no object. A map, so that `__proto__` is a field like others. */
function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
}

function isText(value: unknown, most: number): value is string {
  return typeof value === "string" && value.length <= most;
}

/** The session description with known fields only, or what is wrong. */
function checkDescription(value: unknown, type: "offer" | "answer"): object | string {
  const fields = fieldsOf(value);
  if (fields?.get("type") !== type) return `payload.sdp.type must be "${type}"`;
  const sdp = fields.get("sdp");
  return isText(sdp, sdpChars) ? { type, sdp } : `payload.sdp.sdp must be a text of at most ${sdpChars} characters`;
}

/** The ICE candidate with known fields only, or what is wrong. */
function checkCandidate(value: unknown): object | string {
  const fields = fieldsOf(value);
  const [line, mid, index, fragment] = ["candidate", "sdpMid", "sdpMLineIndex", "usernameFragment"].map(
    (name) => fields?.get(name) ?? null,
  );
  if (!isText(line, candidateChars))
    return `payload.candidate.candidate must be a text of at most ${candidateChars} characters`;
  if (mid !== null && !isText(mid, nameChars)) return "payload.candidate.sdpMid must be a short text";
  if (index !== null && !Number.isInteger(index)) return "payload.candidate.sdpMLineIndex must be a whole number";
  if (fragment !== null && !isText(fragment, 256)) return "payload.candidate.usernameFragment must be a short text";
  return { candidate: line, sdpMid: mid, sdpMLineIndex: index, usernameFragment: fragment };
}

/** The fields that only an offer has, or what is wrong. The metadata are the server's own: whatever the client has written there is dropped. */
function offerExtras(payload: Fields, from: string): object | string {
  const label = payload.get("label");
  if (payload.get("serialization") !== "raw") return 'payload.serialization must be "raw"';
  if (!isText(label, nameChars)) return "payload.label must be a short text";
  return {
    label,
    serialization: "raw",
    reliable: payload.get("reliable") === true,
    metadata: { from },
  };
}

/** The payload with known fields only, or what is wrong. */
function payloadOf(type: Exclude<SignalType, "LEAVE">, value: unknown, from: string): object | string {
  const payload = fieldsOf(value);
  if (payload === null) return "payload must be an object";
  if (payload.get("type") !== "data") return 'payload.type must be "data"';
  const connectionId = payload.get("connectionId");
  if (!isText(connectionId, nameChars)) return "payload.connectionId must be a short text";
  const common = { type: "data", connectionId };
  if (type === "CANDIDATE") {
    const checked = checkCandidate(payload.get("candidate"));
    return typeof checked === "string" ? checked : { ...common, candidate: checked };
  }
  const sdp = checkDescription(payload.get("sdp"), type === "OFFER" ? "offer" : "answer");
  if (typeof sdp === "string") return sdp;
  if (type === "ANSWER") return { ...common, sdp };
  const extras = offerExtras(payload, from);
  return typeof extras === "string" ? extras : { ...common, sdp, ...extras };
}

const malformed = (reason: string): DecodedSignal => ({ ok: false, reason });

function isSignalType(value: unknown): value is SignalType {
  return value === "OFFER" || value === "ANSWER" || value === "CANDIDATE" || value === "LEAVE";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The checked message, or what is wrong. Its `text` is made from the checked fields, so that no other ones are passed on. `from`: the
 * tag of the client's address, which an offer tells the coordinator.
 */
export function decodeSignal(text: string, from: string): DecodedSignal {
  const fields = fieldsOf(parseJson(text));
  if (fields === null) return malformed("A message must be a JSON object.");
  const type = fields.get("type");
  if (type === "HEARTBEAT") return { ok: true, message: { type } };
  if (!isSignalType(type)) return malformed("A message's type must be OFFER, ANSWER, CANDIDATE, LEAVE or HEARTBEAT.");
  const to = parsePeerId(fields.get("dst"));
  if (to === null) return malformed(`${type}: dst must be the id of a coordinator or a volunteer.`);
  if (type === "LEAVE") return { ok: true, message: { type, to, text: JSON.stringify({ type, dst: to.id }) } };
  const payload = payloadOf(type, fields.get("payload"), from);
  if (typeof payload === "string") return malformed(`${type}: ${payload}.`);
  return { ok: true, message: { type, to, text: JSON.stringify({ type, dst: to.id, payload }) } };
}
