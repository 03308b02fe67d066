import { detailsOf } from "./browser-details.ts";

/**
 * Stands in for `webrtc-adapter` (10 kB gzipped of shims). PeerJS reads `browserDetails` of it and nothing else; the shims
 * would patch the browser's own classes. Those of data channels and signaling repair what no browser with module scripts
 * needs repaired (Chromium since 78, Firefox since 68, Safari since 13.1), the rest is for cameras and microphones.
 */
export default { browserDetails: detailsOf(typeof navigator === "undefined" ? "" : navigator.userAgent) };
