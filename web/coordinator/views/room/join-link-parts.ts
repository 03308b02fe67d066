import { isLoopback } from "../../../core/loopback.ts";

/** Origin of a join link: `http://192.168.1.5:8080`. */
export function originOf(link: string): string {
  return URL.canParse(link) ? new URL(link).origin : link;
}

/** Host and port of a join link, for narrow places: `192.168.1.5:8080`. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link;
}

/** True if the link works on this computer only. */
export function onlyThisComputer(link: string): boolean {
  return URL.canParse(link) && isLoopback(new URL(link).hostname);
}

interface JoinLinkPart {
  readonly part: "origin" | "path" | "code" | "secret";
  readonly text: string;
}

/** Splits a join link into parts, which together are the whole link. Narrow views cut some of the parts short. */
export function joinLinkParts(link: string): readonly JoinLinkPart[] {
  const origin = originOf(link);
  const code = link.indexOf("room=") + "room=".length;
  const secret = link.indexOf("#");
  // Not a join link.
  if (origin === link || code < origin.length || secret < code) return [{ part: "path", text: link }];
  return [
    { part: "origin", text: link.slice(0, origin.length) },
    { part: "path", text: link.slice(origin.length, code) },
    { part: "code", text: link.slice(code, secret) },
    { part: "secret", text: link.slice(secret) },
  ];
}
