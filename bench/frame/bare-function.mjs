/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

const address = "http://localhost:1/";

const answering = `
addEventListener("message", ({ data }) => postMessage(data.map((input) => run(input))));
`;

/** Runs in the page, with the source of the Worker. */
const opening = `(source) => {
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
  globalThis.compute = (inputs) =>
    new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => resolve({ ms: performance.now() - startedAt, values: data });
      const startedAt = performance.now();
      worker.postMessage(inputs);
    });
}`;

/**
 * A function in a bare Web Worker of a blank page: the app's own policy allows its Workers no WebAssembly.
 * @param {OwnBrowser} browser
 * @param {string} source A module with a default export `function NAME`.
 */
export async function openBareFunction({ browser }, source) {
  const page = await browser.newPage();
  // A page of nobody's: one without an address may start no Worker.
  await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(address);
  const module = `${source.replace(/^export default function \w+/m, "function run")}${answering}`;
  await page.evaluate(`(${opening})(${JSON.stringify(module)})`);
  return {
    /**
     * Milliseconds until it has computed all inputs, which it gets at once, and what came of them.
     * @param {readonly unknown[]} inputs
     * @returns {Promise<{ ms: number, values: unknown[] }>}
     */
    compute: (inputs) => page.evaluate(`compute(${JSON.stringify(inputs)})`),
  };
}
