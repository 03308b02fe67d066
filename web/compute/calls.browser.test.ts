import { describeCalls } from "./calls.contract.ts";
import { openInPage } from "./testing/page-compute.ts";

describeCalls("a sandbox", openInPage);
