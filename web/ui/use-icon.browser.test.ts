import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { useIcon } from "./use-icon.ts";

function Page({ drawing }: { readonly drawing: string | null }): null {
  useIcon(drawing);
  return null;
}

test("a drawing takes the place of the page's icon, and gives it back", () => {
  const link = document.createElement("link");
  link.rel = "icon";
  link.href = "/own.svg";
  for (const other of document.querySelectorAll('link[rel="icon"]')) other.remove();
  document.head.append(link);
  const root = createRoot(document.createElement("div"));
  onTestFinished(() => link.remove());
  const own = link.href;
  flushSync(() => root.render(createElement(Page, { drawing: "<svg/>" })));
  expect(link.href).toBe("data:image/svg+xml,%3Csvg%2F%3E");
  flushSync(() => root.render(createElement(Page, { drawing: null })));
  expect(link.href).toBe(own);
  flushSync(() => root.render(createElement(Page, { drawing: "<svg></svg>" })));
  flushSync(() => root.unmount());
  expect(link.href).toBe(own);
});
