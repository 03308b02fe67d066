import { availableParallelism } from "node:os";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import type { UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { browserFlags, findBrowser } from "./scripts/browser.mjs";
import { bundledForTests } from "./scripts/bundle.mjs";
import { findFirefox, firefoxAt } from "./scripts/firefox.mjs";
import { chunkOfPages } from "./scripts/page-chunks.ts";
import { peerjsInNode } from "./node/build/peerjs-in-node.ts";
import { threadSlot } from "./node/compute/build/bundle-thread-slot.ts";
import { licenses } from "./scripts/licenses.ts";
import { nativeCrypto } from "./scripts/native-crypto/plugin.mjs";
import { standIns } from "./scripts/stand-ins.mjs";
import { precompress } from "./signaling/precompress.ts";
import { escapeTargets } from "./web/compute/build/escape-targets.ts";
import { embeddedSandbox, sandboxPage } from "./web/compute/build/bundle-sandbox.ts";
import { objectsPrelude } from "./web/pool/build/objects-prelude.ts";

const executablePath = findBrowser();
const firefox = findFirefox();

/** Found by the first test that needs it, a package would reload the page under the others. */
const neededByTests = {
  include: [
    "@sveltejs/acorn-typescript",
    "@tanstack/react-virtual",
    "acorn",
    "fast-check",
    "idb",
    "peerjs",
    "periscopic",
    "react",
    "react-dom",
    "react-dom/client",
    "zimmerframe",
    "zustand",
    "zustand/vanilla",
  ],
};

/** More than there are cores: a quarter of what these tests take goes by while they wait, for processes, threads and clocks. */
const busyWorkers = Math.ceil(1.5 * availableParallelism());

const simulationTests = "web/simulation/**/*.test.ts";

/** Where Firefox is installed: what its own engine decides. */
const firefoxTests = (path: string) => ({
  extends: true as const,
  optimizeDeps: neededByTests,
  test: {
    name: "firefox",
    sequence: { groupOrder: 2 },
    include: ["web/compute/{confined-tasks,create-compute,imported-modules,values}.browser.test.ts"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: firefoxAt(path),
      instances: [{ browser: "firefox" as const }],
    },
  },
});

/** `vite build --mode server`: the command that `npm start` runs. Its packages stay in node_modules. */
const serverBuild = { ssr: "signaling/main.ts", outDir: "dist/server", target: "node20" };

/**
 * `vite build`: what browsers load. Inlined assets would need `data:` in the page's policy. Browsers that know no
 * modulepreload (Firefox before 115, Safari before 17) fetch a little later what they would have fetched ahead.
 */
const appBuild = {
  outDir: "dist/app",
  assetsInlineLimit: 0,
  // `npm run check:sizes` has the limits.
  chunkSizeWarningLimit: Infinity,
  rolldownOptions: {
    checks: { pluginTimings: false },
    output: { codeSplitting: { groups: [{ name: chunkOfPages() }] } },
  },
  // What the relay and lessons need is on the page already or soon there, and the list of it would be a part of each page.
  modulePreload: {
    polyfill: false,
    resolveDependencies: (file: string, files: string[]) =>
      /\/(?:relay-beside|lessons?-page)-/.test(file) ? files.filter((needed) => needed.endsWith(".css")) : files,
  },
};

/** `vite build --mode bench`: the app, and pages of it that the bench holds in its hands. */
const benchBuild = {
  ...appBuild,
  outDir: "dist/bench",
  rolldownOptions: {
    ...appBuild.rolldownOptions,
    input: [
      "index.html",
      ...["channel", "coordinator", "crowd", "relay", "volunteer", "workers"].map((page) => `bench/pages/${page}.html`),
    ],
  },
};

/** Filled by the plugins that build the sandbox. */
const sandboxModules = new Set<string>();

/** `vite build --mode library`: what a page imports. What it does not need at once lies in files beside it, which it loads then. */
const libraryBuild = {
  plugins: [
    embeddedSandbox(sandboxModules),
    objectsPrelude(sandboxModules),
    licenses(sandboxModules, "licenses-browser.txt"),
    precompress(),
  ],
  resolve: { alias: standIns },
  define: { "process.env.NODE_ENV": '"production"' },
  publicDir: false as const,
  build: {
    outDir: "dist/library",
    emptyOutDir: false,
    target: "es2022",
    sourcemap: true,
    // Built as a library: in an app, Vite would wrap each `import()` into a helper of its own.
    lib: { entry: { tabpool: "web/pool/browser.ts" }, formats: ["es" as const] },
    rolldownOptions: {
      output: {
        minify: true,
        chunkFileNames: "tabpool/[name]-[hash].js",
        // All that is loaded at the import lies in one module: a bundler that takes anything of it takes its beginning along, and leaves out the rest.
        codeSplitting: { groups: [{ name: "library", test: /\/web\/pool\/browser\.ts$/ }] },
      },
      checks: { pluginTimings: false },
    },
  },
};

/**
 * `vite build --mode library-node`: what a Node process imports, and the command line, with its packages in it, so that none has to be installed. Not
 * minified: there it is read in stacks, and travels nowhere.
 */
const nodeLibraryBuild = {
  plugins: [
    peerjsInNode(),
    threadSlot(sandboxModules),
    objectsPrelude(sandboxModules),
    licenses(sandboxModules, "licenses-node.txt"),
  ],
  resolve: { alias: standIns },
  define: { "process.env.NODE_ENV": '"production"' },
  publicDir: false as const,
  ssr: { noExternal: true as const, external: ["node-datachannel"] },
  build: {
    ssr: true,
    outDir: "dist/library",
    emptyOutDir: false,
    target: "node20",
    sourcemap: true,
    rolldownOptions: {
      input: { node: "node/index.ts", command: "node/cli/main.ts" },
      // What files share with the entry is not to be a name of the library.
      preserveEntrySignatures: "strict" as const,
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "node/[name]-[hash].js",
        codeSplitting: { groups: [{ name: "library", test: /\/node\/index\.ts$/ }] },
      },
      checks: { pluginTimings: false },
    },
  },
};

/** Builds that are none of the app, by their modes. */
const apart: Readonly<Record<string, UserConfig>> = {
  server: { build: serverBuild, publicDir: false },
  library: libraryBuild,
  "library-node": nodeLibraryBuild,
};

export default defineConfig(
  ({ mode }) =>
    apart[mode] ?? {
      plugins: [
        react(),
        sandboxPage(sandboxModules),
        embeddedSandbox(sandboxModules),
        threadSlot(sandboxModules),
        objectsPrelude(sandboxModules),
        licenses(sandboxModules),
        precompress(),
      ],
      resolve: { alias: standIns },
      build: mode === "bench" ? benchBuild : appBuild,
      test: {
        // A slow machine is to need more time and nothing else.
        testTimeout: 60_000,
        projects: [
          {
            extends: true,
            plugins: [nativeCrypto()],
            test: {
              name: "node",
              // These tests take no notice of each other, and browsers come afterwards.
              maxWorkers: busyWorkers,
              // The house's modules keep no state of their own: loading them anew for each file took most of the time.
              isolate: false,
              include: ["{web,signaling,bench,scripts}/**/*.test.ts"],
              exclude: ["**/*.browser.test.ts", simulationTests],
            },
          },
          {
            extends: true,
            plugins: [peerjsInNode(), nativeCrypto()],
            // Each file by itself: links and threads have timers of their own, which others would find among theirs.
            test: { name: "process", maxWorkers: busyWorkers, include: ["node/**/*.test.ts"] },
          },
          {
            extends: true,
            plugins: [nativeCrypto(), bundledForTests("web/simulation/testing/simulation.ts")],
            test: {
              name: "simulation",
              maxWorkers: busyWorkers,
              isolate: false,
              // A seed's rooms live longer than V8's nursery is large by itself: copying them took a ninth of all computing.
              execArgv: ["--max-semi-space-size=64"],
              include: [simulationTests],
            },
          },
          {
            extends: true,
            plugins: [escapeTargets()],
            optimizeDeps: neededByTests,
            test: {
              name: "browser",
              // After those that keep every core busy: links and slots have clocks.
              sequence: { groupOrder: 1 },
              // Three pages at a time, whatever the cores: their tests mostly wait for those clocks.
              maxWorkers: 3,
              include: ["web/**/*.browser.test.ts"],
              globalSetup: ["web/links/testing/signaling-servers.ts"],
              browser: {
                enabled: true,
                headless: true,
                screenshotFailures: false,
                provider: playwright({
                  launchOptions: { args: browserFlags, ...(executablePath === null ? {} : { executablePath }) },
                }),
                instances: [{ browser: "chromium" }],
              },
            },
          },
          ...(firefox === null ? [] : [firefoxTests(firefox)]),
        ],
      },
    },
);
