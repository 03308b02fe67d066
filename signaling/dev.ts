import type { Plugin } from "vite";
import { createSignaling } from "./signaling.ts";

/**
 * Mounts signaling on Vite's own port. The app's policy headers do not go out here: Vite's client and React's refresh
 * are inline scripts and styles, which the policy forbids. The sandbox's page keeps its own in any case.
 */
export function signalingInDevelopment(): Plugin {
  return {
    name: "tabpool-signaling",
    apply: (_config, { command, mode, isPreview }) => command === "serve" && mode !== "test" && isPreview !== true,
    configureServer(server) {
      const { httpServer } = server;
      if (httpServer === null) return;
      const signaling = createSignaling();
      // Vite's hot reload has a websocket of its own on the same server.
      signaling.attach(httpServer, "leave");
      server.middlewares.use((request, response, next) => signaling.handleRequest(request, response, next));
      httpServer.on("close", () => signaling.close());
    },
  };
}
