/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

const address = "http://localhost:1/";

/** A task waits for the one before it only where that gives a promise: each wait takes a moment. */
const answering = `
const task = { done: (value) => value, random: Math.random };
addEventListener("message", async ({ data }) => {
  const values = [];
  for (const input of data) {
    const value = run(input, task);
    values.push(value instanceof Promise ? await value : value);
  }
  postMessage(values);
});
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
 * @param {string} source A module with a default export that is a function or the call of one.
 */
export async function openBareFunction({ browser }, source) {
  const page = await browser.newPage();
  // A page of nobody's: one without an address may start no Worker.
  await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(address);
  const module = `${source.replace(/^export default /m, "const run = ")}${answering}`;
  await page.evaluate(`(${opening})(${JSON.stringify(module)})`);
  // Inputs with typed arrays come as they are.
  const compute = await page.evaluateHandle("compute");
  return {
    /**
     * Milliseconds until it has computed all inputs, which it gets at once, and what came of them.
     * @param {readonly unknown[]} inputs
     * @returns {Promise<{ ms: number, values: unknown[] }>}
     */
    compute: (inputs) => compute.evaluate((call, all) => call(all), inputs),
    close: () => page.close(),
  };
}
