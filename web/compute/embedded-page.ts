import { sandboxHtml } from "virtual:tabpool-sandbox";
import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { SandboxPage } from "./sandbox-page.ts";

/**
 * The page as a text, which needs no file of any server. It inherits the policy of the page around it beside its own one, which
 * may refuse its script or its Workers.
 */
export function embeddedPage(whenRefused: ComputeTrouble): SandboxPage {
  return { attribute: "srcdoc", content: sandboxHtml, target: `${location.origin}/`, whenRefused };
}
