import { sandboxHtml, sandboxNeeds } from "virtual:tabpool-sandbox";
import type { SandboxPage } from "./sandbox-page.ts";

/** The page as a text, which needs no file of any server. It inherits the policy of the page around it beside its own one. */
export function embeddedPage(): SandboxPage {
  return {
    attribute: "srcdoc",
    content: sandboxHtml,
    target: `${location.origin}/`,
    whenRefused: { key: "sandbox-refused", message: sandboxNeeds },
  };
}
