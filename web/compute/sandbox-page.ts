import type { ComputeTrouble } from "../core/compute-trouble.ts";

/** The sandbox's page, and how it gets into its frame. */
export interface SandboxPage {
  /** Attribute of the frame, with an address or with the page's text in it. */
  readonly attribute: "src" | "srcdoc";
  readonly content: string;
  /** The address at which the ways out are tried: of the host's own origin, and one that answers requests. */
  readonly target: string;
  /** What to say where the page's script or its first Worker does not start, if more is known than that. */
  readonly whenRefused?: ComputeTrouble;
}

/** The page of a host that sends it with the sandbox's policy. */
export function servedPage(url: string): SandboxPage {
  const { href } = new URL(url, document.baseURI);
  return { attribute: "src", content: href, target: href };
}
