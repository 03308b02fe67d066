import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test, vi } from "vitest";
import { ownModuleFiles } from "../../../workloads/own/own-files.ts";
import { useProgramProblems } from "./use-program-problems.ts";

const noFiles = ownModuleFiles(null);

function Places({ text }: { readonly text: string }) {
  return useProgramProblems(text, noFiles)
    .map(({ from, to, line }) => `${from} to ${to} in line ${line}`)
    .join();
}

test("a problem in a text with CR LF is where an editor has it, to which a line end is one code unit", async () => {
  const box = document.createElement("div");
  const root = createRoot(box);
  onTestFinished(() => root.unmount());
  root.render(createElement(Places, { text: "// a\r\n// b\r\nexport default 1 +* 2;" }));
  await vi.waitFor(() => expect(box.textContent).toBe("28 to 29 in line 3"), { timeout: 10_000 });
});
