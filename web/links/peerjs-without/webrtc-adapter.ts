import { detailsOf } from "./browser-details.ts";

/**
 * Replaces `webrtc-adapter` (10 kB gzipped). PeerJS reads its `browserDetails` only, and its shims would patch the browser's
 * own classes. Those for data channels and signaling are for browsers without module scripts (needed up to Chromium 77,
 * Firefox 67 and Safari 13.0), the others for cameras and microphones.
 */
export default { browserDetails: detailsOf(typeof navigator === "undefined" ? "" : navigator.userAgent) };
