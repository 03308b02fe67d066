import { createHash } from "node:crypto";

/** The text of a `Content-Security-Policy` header. */
function policy(directives: readonly string[]): string {
  return directives.join("; ");
}

/** What the sandbox's scripts need: the inline one with this hash (from `inlineScriptHash`), and Blobs that it makes. */
function scriptDirectives(scriptHash: string): readonly string[] {
  return [`script-src '${scriptHash}' blob: 'wasm-unsafe-eval'`, "worker-src blob:"];
}

function sandboxDirectives(scriptHash: string): readonly string[] {
  return [
    "default-src 'none'",
    ...scriptDirectives(scriptHash),
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ];
}

/**
 * The policy of the sandbox frame, whose Workers run code of strangers: no network, no origin, and no script but the inline one
 * with this hash and Blobs that it makes.
 */
export function sandboxPolicy(scriptHash: string): string {
  return policy([...sandboxDirectives(scriptHash), "frame-ancestors 'self'", "sandbox allow-scripts"]);
}

/**
 * The same for a page that has its policy in itself, in a `<meta>`: without the directives that count in a header only. The frame's
 * attribute `sandbox` stands for the one, and no other page can frame a text.
 */
export function embeddedSandboxPolicy(scriptHash: string): string {
  return policy(sandboxDirectives(scriptHash));
}

/** What the policy of a page must allow, where it has one, for a sandbox in the page: a frame of a text inherits it. */
export function embedderDirectives(scriptHash: string): string {
  return policy(scriptDirectives(scriptHash));
}

/**
 * `sha256-…` of the one inline script of a page, over the characters between its tags, as browsers compute it. Throws an Error
 * if the page has no script, several, or one with a `src`: such a page is not the sandbox.
 */
export function inlineScriptHash(html: string): string {
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)];
  const [attributes, source] = [scripts[0]?.[1], scripts[0]?.[2]];
  if (scripts.length !== 1 || attributes === undefined || source === undefined || /\bsrc\s*=/i.test(attributes)) {
    throw new Error(
      `The sandbox page must hold exactly one script, inline; it holds ${scripts.length} <script> elements.`,
    );
  }
  // The HTML parser turns CRLF and CR into LF before the hash is computed.
  const text = source.replaceAll(/\r\n?/g, "\n");
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
