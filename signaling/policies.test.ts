import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { appPolicy } from "./app-policy.ts";
import { embeddedSandboxPolicy, embedderDirectives, inlineScriptHash, sandboxPolicy } from "./sandbox-policy.ts";

const hashOf = (script: string) => `sha256-${createHash("sha256").update(script).digest("base64")}`;

test("the sandbox's policy admits the script with its hash, Blobs and WebAssembly, and nothing from any network", () => {
  expect(sandboxPolicy("sha256-abc=")).toBe(
    "default-src 'none'; script-src 'sha256-abc=' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; " +
      "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts",
  );
});

test("a sandbox page that holds its policy itself has the same, but for what counts in headers only", () => {
  expect(`${embeddedSandboxPolicy("sha256-abc=")}; frame-ancestors 'self'; sandbox allow-scripts`).toBe(
    sandboxPolicy("sha256-abc="),
  );
  expect(embeddedSandboxPolicy("sha256-abc=")).toContain(`; ${embedderDirectives("sha256-abc=")}; `);
});

test("the app's policy lets the page frame its own origin only, and be framed by no page", () => {
  expect(appPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; " +
      "worker-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
});

test("the hash covers exactly the text between the tags", () => {
  expect(inlineScriptHash("<!doctype html><script>\n  run();\n</script>")).toBe(hashOf("\n  run();\n"));
  expect(inlineScriptHash("<SCRIPT type=module>ü</script >")).toBe(hashOf("ü"));
});

test("line ends are hashed as browsers read them", () => {
  expect(inlineScriptHash("<script>a\r\nb\rc</script>")).toBe(hashOf("a\nb\nc"));
});

test.each([
  ["none", "<p></p>"],
  ["two", "<script>1</script><script>2</script>"],
  ["one from elsewhere", '<script src="/a.js"></script>'],
])("a page with %s is no sandbox", (_what, html) => {
  expect(() => inlineScriptHash(html)).toThrow(/exactly one script, inline/);
});
