import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { useStateOf } from "./use-state-of.ts";

function Count({ of }: { readonly of: string }) {
  const [count, setCount] = useStateOf(of, 0);
  return createElement("button", { type: "button", onClick: () => setCount(count + 1) }, `${of}: ${count}`);
}

test("state of one thing is not shown of another, and begins anew", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const shown = page.getByRole("button");
  root.render(createElement(Count, { of: "a" }));
  await shown.click();
  await expect.element(shown).toHaveTextContent("a: 1");
  root.render(createElement(Count, { of: "b" }));
  await expect.element(shown).toHaveTextContent("b: 0");
  await shown.click();
  await expect.element(shown).toHaveTextContent("b: 1");
});
