import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** What one proxy says of the request that it got. Null is what it does not say, or not in a way that can be read. */
export interface Hop {
  /** The address that the request came from. */
  readonly from: string | null;
  readonly scheme: "http" | "https" | null;
  /** Host, and port where there is one. */
  readonly host: string | null;
}

/** `192.0.2.7`, `192.0.2.7:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`. */
function readAddress(text: string | undefined): string | null {
  if (text === undefined) return null;
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return isIP(address) === 0 ? null : address;
}

function readScheme(text: string | undefined): Hop["scheme"] {
  const scheme = text?.toLowerCase().replace(/^ws/, "http");
  return scheme === "http" || scheme === "https" ? scheme : null;
}

/** The host as it is; null unless it is a name or an address, with or without a port. */
export function readHost(text: string | undefined): string | null {
  if (text === undefined || text.length > 260) return null;
  const isHost = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.test(text) && URL.canParse(`http://${text}`);
  return isHost ? text : null;
}

/** The parts between commas, of all headers of the name. */
function listIn(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === "string" ? header : (header ?? []).join(",");
  return text === "" ? [] : text.split(",").map((part) => part.trim());
}

/** Of `X-Forwarded-For`, `-Proto` and `-Host`: the nearest proxy's hop first. Their last parts belong together. */
function deFactoHops(headers: IncomingHttpHeaders): readonly Hop[] {
  const [addresses, schemes, hosts] = ["for", "proto", "host"].map((name) => listIn(headers[`x-forwarded-${name}`]));
  const length = Math.max(...[addresses, schemes, hosts].map((list) => list?.length ?? 0));
  return Array.from({ length }, (_, distance) => ({
    from: readAddress(addresses?.at(-1 - distance)),
    scheme: readScheme(schemes?.at(-1 - distance)),
    host: readHost(hosts?.at(-1 - distance)),
  }));
}

/** Of `Forwarded` (RFC 7239): the nearest proxy's hop first. One that cannot be read says nothing. */
function standardHops(header: string | undefined): readonly Hop[] {
  if (header === undefined) return [];
  const elements = header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return elements.toReversed().map((element) => {
    const pairs = element.matchAll(/(?:^|;)\s*(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))\s*(?=;|$)/g);
    const said = new Map([...pairs].map(([, name = "", quoted, token]) => [name.toLowerCase(), quoted ?? token]));
    return {
      from: readAddress(said.get("for")),
      scheme: readScheme(said.get("proto")),
      host: readHost(said.get("host")),
    };
  });
}

/** What proxies say in the headers of a request, in each of the two ways: the nearest one first. */
export function forwardingsIn(headers: IncomingHttpHeaders): readonly (readonly Hop[])[] {
  return [standardHops(headers.forwarded), deFactoHops(headers)].filter((hops) => hops.length > 0);
}
