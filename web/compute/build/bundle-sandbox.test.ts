import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { inlineScriptHash } from "../../../signaling/sandbox-policy.ts";
import { buildSandboxPage, withOwnPolicy } from "./bundle-sandbox.ts";

test("the page is one inline script that asks for nothing else", async () => {
  const html = await buildSandboxPage(true);
  expect(inlineScriptHash(html)).toMatch(/^sha256-/);
  expect(html).not.toMatch(/<link|<img|<script[^>]+src|import\.meta/);
  expect(gzipSync(html).length).toBeLessThan(25_000);
});

test("the same sources give the same page, so that its hash stays", async () => {
  expect(await buildSandboxPage(true)).toBe(await buildSandboxPage(true));
});

test("a page that holds its policy has it before everything else, and the script that it admits unchanged", async () => {
  const html = await buildSandboxPage(true);
  const own = withOwnPolicy(html);
  const hash = inlineScriptHash(html);
  expect(own).toMatch(
    /^<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]+"><meta charset/,
  );
  expect(own).toContain(`script-src '${hash}' blob: 'wasm-unsafe-eval'`);
  expect(inlineScriptHash(own)).toBe(hash);
});
