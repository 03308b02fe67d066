import { describeTaskArgument } from "./task-argument.contract.ts";
import { openInPage } from "./testing/page-compute.ts";

describeTaskArgument("a sandbox", openInPage);
