import { bytesToHex } from "@noble/hashes/utils.js";
import { isTabId, type TabId } from "../core/ids.ts";
import { randomBytes } from "./random.ts";

export function drawTabId(): TabId {
  const id = bytesToHex(randomBytes(16));
  if (!isTabId(id)) throw new Error(`no tab id: ${id}`);
  return id;
}
