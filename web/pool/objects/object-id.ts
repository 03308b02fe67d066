import { toBase64url } from "../../core/handshake/base64url.ts";
import { isObjectId, type ObjectId } from "../../core/objects/call.ts";

/** Bytes of an id, 120 bits: it cannot be guessed, and every caller that knows it may call the object. */
const idBytes = 15;

export function drawObjectId(): ObjectId {
  const id = toBase64url(crypto.getRandomValues(new Uint8Array(idBytes)));
  if (!isObjectId(id)) throw new Error("an id has as many letters");
  return id;
}

/** The program of the page or process in which objects live, as a caller of them. */
export const ownCaller = "own";
