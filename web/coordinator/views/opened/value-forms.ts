import { bytesIn } from "../../../core/values/bytes-in.ts";
import { toJson } from "../../../core/values/json-writer.ts";
import { readImageHeader } from "./image-header.ts";

/** How a value is shown whole. */
export type ValueForm =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `mime` as `image/png`. */
  | { readonly type: "image"; readonly bytes: Uint8Array<ArrayBuffer>; readonly mime: string };

/** Pictures of more are shown as bytes: the page holds three copies of these, and four bytes for each pixel. */
const mostImageBytes = 16 * 1024 * 1024;
const mostPixels = 30_000_000;

/** Values in JSON that are no longer stand in one line. */
const longestLine = 80;

/** Longer ones are left in one line: what lies deep gains hundreds of blanks a line. */
const longestIndented = 1_000_000;

/** Texts as they are, bytes as bytes, pictures as such, everything else as the JSON of files, with a line for each part. */
export function formOf(value: unknown): ValueForm {
  if (typeof value === "string") return { type: "text", text: value };
  const bytes = bytesIn(value);
  if (bytes !== null) {
    const header = bytes.length > mostImageBytes ? null : readImageHeader(bytes);
    const isDrawn = header !== null && header.width * header.height <= mostPixels;
    return isDrawn ? { type: "image", bytes, mime: header.mime } : { type: "bytes", bytes };
  }
  const json = toJson(value);
  const isIndented = json.length > longestLine && json.length <= longestIndented;
  return { type: "text", text: isIndented ? indented(json) : json };
}

/** JSON with a line for each element and property. Reading it to write it anew would lose -0. */
export function indented(json: string): string {
  let depth = 0;
  const lineEnd = (): string => `\n${"  ".repeat(depth)}`;
  return json.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]/g, (token, at: number) => {
    switch (token) {
      case "[":
      case "{":
        depth += 1;
        return isClosing(json[at + 1]) ? token : token + lineEnd();
      case "]":
      case "}":
        depth -= 1;
        return isOpening(json[at - 1]) ? token : lineEnd() + token;
      case ",":
        return token + lineEnd();
      case ":":
        return ": ";
      default:
        return token;
    }
  });
}

function isOpening(character: string | undefined): boolean {
  return character === "[" || character === "{";
}

function isClosing(character: string | undefined): boolean {
  return character === "]" || character === "}";
}

const bytesALine = 16;

/** The first `most` code units of a text, without half a pair at the cut. */
export function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}

/** `00000010  54 61 62 …  Tab…`: a line for each 16 bytes. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesALine) {
    const line = bytes.subarray(at, at + bytesALine);
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(3 * bytesALine - 1)}  ${text}`);
  }
  return lines.join("\n");
}
