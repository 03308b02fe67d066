import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import {
  embeddedSandboxPolicy,
  embedderDirectives,
  inlineScriptHash,
  sandboxPolicy,
} from "../../../signaling/sandbox-policy.ts";
import { bundleScript } from "./bundle-script.ts";

const compute = fileURLToPath(new URL("..", import.meta.url));
const fileName = "sandbox.html";

/** Declared in `web/compute/embedded-sandbox.d.ts`. */
const embeddedModule = "virtual:tabpool-sandbox";

/** Adds the ids of its modules to `modules`. */
async function bundle(entry: string, minify: boolean, modules: Set<string>): Promise<string> {
  // Strict mode: task code that walks the stack gets neither functions nor receivers of the slot.
  return `"use strict";${await bundleScript(`${compute}${entry}`, "iife", minify, modules)}`;
}

/** The text as a string literal without `<`, so that it cannot end the script that it is part of. */
function stringLiteral(text: string): string {
  return JSON.stringify(text).replaceAll("<", String.raw`\x3C`);
}

/**
 * Makes the page whose inline script starts the slots. Everything is inside, since the page's policy lets it load nothing. Adds
 * the ids of all modules in it to `modules`.
 */
export async function buildSandboxPage(minify: boolean, modules = new Set<string>()): Promise<string> {
  const [slot, probe, bootstrap] = await Promise.all([
    bundle("slot/slot.ts", minify, modules),
    bundle("probe/probe.ts", minify, modules),
    bundle("frame/bootstrap.ts", minify, modules),
  ]);
  const script = `const slotSource=${stringLiteral(slot)},probeSource=${stringLiteral(probe)};${bootstrap}`;
  if (/<\/script|<!--/i.test(script)) throw new Error("The bootstrap holds text that would end its own script");
  return `<!doctype html><meta charset="utf-8"><title>Tabpool sandbox</title><script>${script}</script>\n`;
}

/** The page with its policy as its first element, which covers all that follows it. */
export function withOwnPolicy(html: string): string {
  const policy = embeddedSandboxPolicy(inlineScriptHash(html));
  return html.replace(
    "<!doctype html>",
    () => `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

/**
 * The module `virtual:tabpool-sandbox`: the sandbox's page as a text, for pages whose server knows nothing of it. The ids of its
 * modules are in `modules` once it is loaded.
 */
export function embeddedSandbox(modules: Set<string>): Plugin {
  const resolved = `\0${embeddedModule}`;
  return {
    name: "tabpool:embedded-sandbox",
    resolveId: (id) => (id === embeddedModule ? resolved : null),
    async load(id) {
      if (id !== resolved) return null;
      const { config } = this.environment;
      const html = await buildSandboxPage(config.command === "build" && config.build.minify !== false, modules);
      for (const module of modules) this.addWatchFile(module);
      const needed = embedderDirectives(inlineScriptHash(html));
      return [
        `export const sandboxHtml = ${JSON.stringify(withOwnPolicy(html))};`,
        `export const sandboxNeeds = ${JSON.stringify(needed)};`,
      ].join("\n");
    },
  };
}

/**
 * Puts `sandbox.html` into the build, and serves it with its policy in development and in browser tests. The ids of its modules are
 * in `modules` once it is built.
 */
export function sandboxPage(modules: Set<string>): Plugin {
  return {
    name: "tabpool:sandbox-page",
    async generateBundle() {
      if (this.environment.config.consumer !== "client") return;
      const minify = this.environment.config.build.minify !== false;
      this.emitFile({ type: "asset", fileName, source: await buildSandboxPage(minify, modules) });
    },
    configureServer(server) {
      let page: Promise<string> | null = null;
      server.watcher.on("change", (path) => {
        page = null;
        // The sources of the frame and its Workers are no modules of the page, so only a reload replaces them.
        if (/\/compute\/(frame|slot|probe)\//.test(path)) server.ws.send({ type: "full-reload" });
      });
      server.middlewares.use((request, response, next) => {
        if (request.url?.split("?")[0] !== `/${fileName}`) {
          next();
          return;
        }
        page ??= buildSandboxPage(false);
        page.then(
          (html) =>
            response
              .writeHead(200, {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": sandboxPolicy(inlineScriptHash(html)),
                "Cache-Control": "no-store",
              })
              .end(html),
          next,
        );
      });
    },
  };
}
