import { workerData } from "node:worker_threads";
import { serveOrders } from "../../../web/compute/slot/serve-orders.ts";
import { threadModules } from "./thread-modules.ts";

/** What a task throws outside its call, and rejections that it leaves behind, would end the thread. */
function swallowStrayErrors(): void {
  process.on("uncaughtException", () => {});
  process.on("unhandledRejection", () => {});
}

serveOrders(workerData, threadModules, swallowStrayErrors);
