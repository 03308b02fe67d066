// A thread of `npm run simulate`: plays the seeds that it is told, and answers with what each has come to.
import { parentPort, workerData } from "node:worker_threads";

const { playSeed } = await import(workerData.simulation);

parentPort?.on("message", async (seed) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(await playSeed(seed));
});
