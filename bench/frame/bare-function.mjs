/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

const answering = `
addEventListener("message", ({ data }) => postMessage(data.map((input) => run(input))));
`;

/**
 * A function in a bare Web Worker of a blank page: the app's own policy allows its Workers no WebAssembly.
 * @param {OwnBrowser} browser
 * @param {string} source A module with a default export `function NAME`.
 */
export async function openBareFunction({ browser }, source) {
  const page = await browser.newPage();
  const text = `${source.replace(/^export default function \w+/m, "function run")}${answering}`;
  const worker = await page.evaluateHandle(
    (module) => new Worker(URL.createObjectURL(new Blob([module], { type: "text/javascript" })), { type: "module" }),
    text,
  );
  return {
    /**
     * Milliseconds until it has computed all inputs, which it gets at once, and what came of them.
     * @param {readonly unknown[]} inputs
     * @returns {Promise<{ ms: number, values: unknown[] }>}
     */
    compute: (inputs) =>
      worker.evaluate(
        (bare, batch) =>
          new Promise((resolve, reject) => {
            bare.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
            bare.addEventListener(
              "message",
              ({ data }) => resolve({ ms: performance.now() - startedAt, values: data }),
              { once: true },
            );
            const startedAt = performance.now();
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a Worker has none
            bare.postMessage(batch);
          }),
        inputs,
      ),
    close: () => page.close(),
  };
}
