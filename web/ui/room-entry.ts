import type { RoomCode } from "../core/ids.ts";
import { problem } from "../core/result.ts";
import { parseRoomCode } from "../words/parse-room-code.ts";
import type { EntryWrong } from "../words/sayings.ts";

/** A person's entry in the field for a room. */
export type RoomEntry =
  | { readonly type: "code"; readonly code: RoomCode }
  /** A join link of this site: path, query and fragment, the room's secret included. */
  | { readonly type: "link"; readonly path: string }
  /** A join link of another site, which is opened only after a person has agreed to it. */
  | { readonly type: "foreign"; readonly url: URL }
  | { readonly type: "problem"; readonly problem: EntryWrong };

/** Characters that chat programs and mail put around a link. */
const wrappingBefore = /^[<"'“‘(]+/;
const wrappingBehind = /[>"'”’).,;!]+$/;

/** The first link in the text; also one without `http://`, as it is read off a screen. */
function linkIn(text: string, protocol: string): URL | null {
  const found = /https?:\/\/\S+/i.exec(text)?.[0] ?? /\S+\/worker\?\S+/i.exec(text)?.[0];
  if (found === undefined) return null;
  const bare = found.replace(wrappingBefore, "").replace(wrappingBehind, "");
  const address = /^https?:/i.test(bare) ? bare : `${protocol}//${bare}`;
  return URL.canParse(address) ? new URL(address) : null;
}

/** A room's code, or its join link as it was copied: blanks, line ends and quotation marks around either are forgiven. */
export function parseRoomEntry(text: string, { origin, protocol }: Pick<URL, "origin" | "protocol">): RoomEntry {
  const link = linkIn(text, protocol);
  if (link === null) {
    if (text.includes("/")) return problem({ key: "entry-unknown" });
    const code = parseRoomCode(text);
    return code.type === "value" ? { type: "code", code: code.value } : code;
  }
  if (link.pathname !== "/worker") return problem({ key: "entry-elsewhere", host: link.host, path: link.pathname });
  const room = parseRoomCode(link.searchParams.get("room") ?? "");
  if (room.type === "problem") return problem({ key: "entry-roomless", code: room.problem });
  link.searchParams.set("room", room.value);
  if (link.origin !== origin) return { type: "foreign", url: link };
  return { type: "link", path: `${link.pathname}${link.search}${link.hash}` };
}
