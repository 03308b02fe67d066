import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** One version of a format. The seal is over this version and all before it, so that no line changes unseen. */
export type ListedVersion = readonly [version: number, hash: string, seal: string];

function sealOf(before: string, version: number, hash: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${before} ${version} ${hash}`))).slice(0, 16);
}

/**
 * Why a format that hashes to `hash` cannot be this version; null if the history ends with exactly that. The reason names the
 * line to append for a new version only. It never names a listed version's new hash or seal, since a line that is copied over
 * an older one would hide a change from pages that were loaded before.
 */
export function historyProblem(history: readonly ListedVersion[], version: number, hash: string): string | null {
  let newest = 0;
  let seal = "";
  for (const [listed, itsHash, itsSeal] of history) {
    if (listed <= newest) return `version ${listed} is listed after ${newest}`;
    seal = sealOf(seal, listed, itsHash);
    if (seal !== itsSeal) return `the line of version ${listed} was changed: put it back and raise the version instead`;
    newest = listed;
  }
  if (version < newest) return `version ${version} is older than ${newest}, the newest that is listed`;
  if (version > newest) return `append [${version}, "${hash}", "${sealOf(seal, version, hash)}"]`;
  return history.at(-1)?.[1] === hash ? null : `version ${version} was something else: raise the version`;
}
