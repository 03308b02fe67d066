import { createCompute } from "./create-compute.ts";
import { describeTasksPerWorker } from "./tasks-per-worker.contract.ts";
import { OpenedCompute } from "./testing/opened-compute.ts";

describeTasksPerWorker("Workers in a sandbox", (slots, tasksPerWorker) =>
  OpenedCompute.open(createCompute({ container: document.body, tasksPerWorker }), slots),
);
