import { describeSeveralPrograms } from "./several-programs.contract.ts";
import { openInPage } from "./testing/page-compute.ts";

describeSeveralPrograms("a sandbox", openInPage);
