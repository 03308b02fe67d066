import { expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { describeImportedModules } from "./imported-modules.contract.ts";
import { openInPage } from "./testing/page-compute.ts";

describeImportedModules("a sandbox", openInPage);

test("an import that fails inside a file that a task imports itself names the address and the reason", async () => {
  const pool = await openInPage(1);
  const files = new Map([["far.js", new TextEncoder().encode('import "https://esm.sh/lodash";')]]);
  const job = pool.openJob('export default () => import("./far.js")', 20_000, { files });
  expect(await pool.run(job, [0])).toEqual([
    {
      ended: outcomes.threw,
      message: "TypeError: https://esm.sh/lodash cannot be imported: the sandbox has no network",
    },
  ]);
  pool.close();
});
