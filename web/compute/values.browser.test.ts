import { openInPage } from "./testing/page-compute.ts";
import { describeValues } from "./values.contract.ts";

describeValues("a sandbox", openInPage);
