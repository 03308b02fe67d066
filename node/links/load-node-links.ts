import { messageOf } from "../../web/core/message-of.ts";
import type { NodeLinks } from "./node-links.ts";

/** Rejects where the process has no WebRTC. */
export type LoadPeerLinks = () => Promise<{ readonly peerLinks: NodeLinks }>;

export const loadPeerLinks: LoadPeerLinks = () => import("./peer-links.ts");

let isTold = false;

/** Links by WebRTC, or relayed ones where `load` rejects, of which the process is told once. */
export async function loadNodeLinks(load: LoadPeerLinks): Promise<NodeLinks> {
  try {
    return (await load()).peerLinks;
  } catch (error) {
    if (!isTold) {
      isTold = true;
      process.emitWarning(
        `links of this process go through the relay of its server, encrypted: direct ones need node-datachannel, npm install node-datachannel (${messageOf(error)})`,
        { code: "TABPOOL_NO_WEBRTC" },
      );
    }
    const { relayLinks } = await import("./relay-links.ts");
    return relayLinks;
  }
}
