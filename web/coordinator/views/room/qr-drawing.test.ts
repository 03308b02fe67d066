import { encode } from "uqr";
import { expect, test } from "vitest";
import { drawQrCode } from "./qr-drawing.ts";

const link = "";

/** The modules that the path covers, a row a line, dark ones as `#`. */
function modulesOf({ size, path }: { readonly size: number; readonly path: string }): string[] {
  const modules = Array.from({ length: size }, () => Array.from({ length: size }, () => "."));
  for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
    expect(back).toBe(x);
    modules[Number(y)]?.fill("#", Number(x), Number(x) + Number(width));
  }
  return modules.map((row) => row.join(""));
}

test("covers the dark modules of the link’s code, under one mask whichever is the best, within the quiet zone", () => {
  expect(encode(link, { ecc: "M", border: 4 }).maskPattern).not.toBe(2);
  const { data } = encode(link, { ecc: "M", border: 4, maskPattern: 2 });
  expect(modulesOf(drawQrCode(link))).toEqual(data.map((row) => row.map((isDark) => (isDark ? "#" : ".")).join("")));
});
