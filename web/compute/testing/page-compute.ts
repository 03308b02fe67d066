import { createCompute } from "../create-compute.ts";
import type { SandboxPage } from "../sandbox-page.ts";
import { OpenedCompute } from "./opened-compute.ts";

/** A pool in this page. */
export function openInPage(slots: number, page?: SandboxPage): Promise<OpenedCompute> {
  const container = document.body;
  return OpenedCompute.open(createCompute(page === undefined ? { container } : { container, page }), slots);
}
