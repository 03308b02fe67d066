import { createLinkHost, type LinkHostOptions } from "./link-host.ts";
import type { LinkHost } from "./link.ts";
import { registerPeer } from "./peer-registration.ts";

/** Makes a host of links by WebRTC, and of relayed ones. */
export function createPeerHost(options: LinkHostOptions): LinkHost {
  return createLinkHost(options, registerPeer);
}
