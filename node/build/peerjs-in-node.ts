import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const webrtc = fileURLToPath(new URL("../links/webrtc.ts", import.meta.url));

/**
 * Gives PeerJS what it takes from a browser's globals. Globals of the process would be there for the user's program, too, and other
 * libraries take a process that has them for a browser.
 */
export function peerjsInNode(): Plugin {
  return {
    name: "peerjs-in-node",
    config: () => ({
      ssr: { noExternal: ["peerjs"] },
      // Node itself would take PeerJS's CommonJS.
      resolve: { alias: [{ find: /^peerjs$/, replacement: "peerjs/dist/bundler.mjs" }] },
    }),
    transform: {
      filter: { id: /\/peerjs\/dist\/bundler\.mjs$/ },
      handler: (code) => ({
        code: `import { RTCPeerConnection, RTCSessionDescription, WebSocket } from ${JSON.stringify(webrtc)};\n${code}`,
        map: null,
      }),
    },
  };
}
