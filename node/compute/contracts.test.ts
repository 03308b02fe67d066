import { describeCalls } from "../../web/compute/calls.contract.ts";
import { describeCompute } from "../../web/compute/compute.contract.ts";
import { describeImportedModules } from "../../web/compute/imported-modules.contract.ts";
import { describeSeveralPrograms } from "../../web/compute/several-programs.contract.ts";
import { describeTaskArgument } from "../../web/compute/task-argument.contract.ts";
import { describeTasksPerWorker } from "../../web/compute/tasks-per-worker.contract.ts";
import { describeValues } from "../../web/compute/values.contract.ts";
import { openThreads } from "./testing/open-threads.ts";

describeCalls("threads", openThreads);
describeCompute("threads", openThreads);
describeImportedModules("threads", openThreads);
describeSeveralPrograms("threads", openThreads);
describeTaskArgument("threads", openThreads);
describeTasksPerWorker("threads", (slots, tasksPerThread) => openThreads(slots, { tasksPerThread }));
describeValues("threads", openThreads);
