import type { Plugin } from "vite";
import { createSignaling, type SignalingOptions } from "./signaling.ts";

/**
 * Serves signaling on Vite's port. The app has no policy headers here, since they would forbid the inline scripts and styles
 * of Vite's client and React's refresh. The sandbox page has its policy here too.
 */
export function signalingInDevelopment(options: SignalingOptions): Plugin {
  return {
    name: "tabpool-signaling",
    configureServer(server) {
      const { httpServer } = server;
      if (httpServer === null) return;
      const signaling = createSignaling(options);
      // Vite's hot reload has its own websocket on the same server.
      signaling.attach(httpServer, "leave");
      server.middlewares.use((request, response, next) => signaling.handleRequest(request, response, next));
      httpServer.on("close", () => signaling.close());
    },
  };
}
