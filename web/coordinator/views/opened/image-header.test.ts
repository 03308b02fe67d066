import { expect, test } from "vitest";
import { readImageHeader } from "./image-header.ts";

/** Characters below 256 as bytes, with zeros up to `length`. */
function bytesOf(text: string, length = text.length): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

const segment = "\u00FF\u00E0\u0000\u0004ab";

test.each([
  ["image/png", "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR\0\0\u0001\0\0\0\0\u0007"],
  ["image/gif", "GIF89a\0\u0001\u0007\0"],
  ["image/jpeg", `\u00FF\u00D8${segment}\u00FF\u00C2\0\u0011\u0008\0\u0007\u0001\0`],
  ["image/webp", "RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\u009D\u0001\u002A\0\u0001\u0007\0"],
  ["image/webp", "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\u002F\u00FF\u0080\u0001\0"],
  ["image/webp", "RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\u00FF\0\0\u0006\0\0"],
])("a picture of the kind %s says that it is 256 wide and 7 high", (mime, text) => {
  expect(readImageHeader(bytesOf(text))).toEqual({ mime, width: 256, height: 7 });
});

test("what is cut off before its size, or is no picture, has no header", () => {
  expect(readImageHeader(bytesOf("\u0089PNG\r\n\u001A\n"))).toBeNull();
  expect(readImageHeader(bytesOf(`\u00FF\u00D8${segment}`))).toBeNull();
  expect(readImageHeader(bytesOf("RIFF\0\0\0\0WEBPWHAT"))).toBeNull();
  expect(readImageHeader(bytesOf("hello", 64))).toBeNull();
});
