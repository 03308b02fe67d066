import { expect, onTestFinished, test, vi } from "vitest";
import { downloadSaver } from "./download-saver.ts";

test("a file reaches the person whole, under its name", async () => {
  const saved: { readonly name: string; readonly href: string }[] = [];
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, href: this.href });
  });
  onTestFinished(() => click.mockRestore());
  const file = downloadSaver.beginFile("results.csv", "text/csv");
  file.addPart("a,");
  expect(saved).toEqual([]);
  file.addPart("b\r\n");
  file.save();
  expect(saved.map(({ name }) => name)).toEqual(["results.csv"]);
  const response = await fetch(saved[0]?.href ?? "");
  expect(response.headers.get("content-type")).toBe("text/csv");
  expect(await response.text()).toBe("a,b\r\n");
});
