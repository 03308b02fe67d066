import { join } from "node:path";
import { root } from "./preconditions.mjs";

/** @param {string} file */
function standIn(file) {
  return join(root, "web/links/peerjs-without", file);
}

/** What PeerJS brings along and links have no use for, 14 kB gzipped on the page that should compute as soon as may be. */
export const standIns = [
  { find: "webrtc-adapter", replacement: standIn("webrtc-adapter.ts") },
  { find: "peerjs-js-binarypack", replacement: standIn("no-codecs.ts") },
  { find: "@msgpack/msgpack", replacement: standIn("no-codecs.ts") },
];
