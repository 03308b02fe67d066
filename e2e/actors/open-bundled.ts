import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { build } from "vite";

interface Bundle {
  readonly script: string;
  readonly style: string;
}

/** A page of the specs, its script and its styles in one piece each; `name` is that of its file in `e2e/pages`. */
async function bundle(name: string): Promise<Bundle> {
  const entry = fileURLToPath(new URL(`../pages/${name}`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      cssCodeSplit: false,
      rolldownOptions: { input: entry, output: { format: "es", codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const output = first !== undefined && "output" in first ? first.output : [];
  const chunk = output.find(({ type }) => type === "chunk");
  if (chunk?.type !== "chunk") throw new Error("the page of the spec has no script");
  const styles = output.flatMap((file) =>
    file.type === "asset" && file.fileName.endsWith(".css") ? [file.source] : [],
  );
  return { script: chunk.code, style: styles.map(String).join("\n") };
}

/** Each is made once for all specs of a process. */
const bundles = new Map<string, Promise<Bundle>>();

function bundleOnce(name: string): Promise<Bundle> {
  const made = bundles.get(name) ?? bundle(name);
  bundles.set(name, made);
  return made;
}

/**
 * Opens the page of `e2e/pages/<name>` in place of the app's own, with the same origin: its files are served beside the app's.
 * Without its styles a table would draw all its rows.
 */
export async function openBundled(page: Page, origin: string, name: string): Promise<void> {
  const { script, style } = await bundleOnce(name);
  const path = `/${name.replace(/\.tsx?$/u, "")}`;
  await page.route(`**${path}.js`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.route(`**${path}.css`, (route) => route.fulfill({ contentType: "text/css", body: style }));
  // A page of the server: one that only the test made up may not reach local addresses.
  await page.goto(`${origin}/`);
  // Playwright's own ways to add them fail at any line of the console about a policy, as of the sandbox's test of itself.
  await page.evaluate(async (file) => {
    const look = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${file}.css` });
    const code = Object.assign(document.createElement("script"), { type: "module", src: `${file}.js` });
    const isLoaded = [look, code].map(
      (element) =>
        new Promise((resolve, reject) => {
          element.addEventListener("load", resolve);
          element.addEventListener("error", () => reject(new Error(`${file} is not loaded`)));
        }),
    );
    document.head.append(look, code);
    await Promise.all(isLoaded);
  }, path);
}
