import type { StartWorker } from "./workers.ts";

/** Starts Web Workers with the script at the address, which takes its port from the first message. */
export function webWorkers(url: string): StartWorker {
  return (onFailure) => {
    const worker = new Worker(url);
    const { port1, port2 } = new MessageChannel();
    // The slot stops errors of tasks. So its own script failed, or the browser ended the thread.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      onFailure(event.message);
    });
    worker.postMessage(null, [port2]);
    return { port: port1, terminate: () => worker.terminate() };
  };
}
