import { parseInvitation, type Invitation } from "../../core/handshake/room-keys.ts";
import { isRoomCode, type RoomCode } from "../../core/ids.ts";
import { kindOf } from "../kind-of.ts";

/** The code of a manager whose server has no other one. */
const onlyCode = "MANAGE";

/** A server to which a manager may go. */
export type ServerPlace =
  /** Where a server of this process is to listen. */
  | { readonly type: "listen"; readonly host: string; readonly port: number }
  /** One that runs already. `code`: the manager's there; null where none is said. */
  | { readonly type: "origin"; readonly origin: string; readonly code: RoomCode | null }
  /** The one that has served the page, with a code of the manager's own. */
  | { readonly type: "code"; readonly code: RoomCode };

/** Where a client looks for a manager. `origin` is null for the server that has served the page. */
export interface ManagerPlace {
  readonly origin: string | null;
  readonly code: RoomCode;
  /** What the link says; null where the server is to be asked. */
  readonly invitation: Invitation | null;
}

export function codeOfOnlyManager(): RoomCode {
  if (!isRoomCode(onlyCode)) throw new Error(`${onlyCode} is no room code`);
  return onlyCode;
}

const forms =
  '"127.0.0.1:5002", "http://192.168.0.7:8080", "http://192.168.0.7:8080/?manager=K7P3QX", or the code of a manager at the page\'s server';

/** @throws TypeError, RangeError for what is no address. */
export function readServerPlace(address: unknown): ServerPlace {
  if (typeof address !== "string") throw new TypeError(`address must be a text, got ${kindOf(address)}`);
  if (isRoomCode(address)) return { type: "code", code: address };
  if (/^https?:/.test(address)) {
    const { origin, pathname, search, searchParams, hash } = readUrl("address", address);
    const code = searchParams.get("manager");
    if (pathname === "/" && hash === "") {
      if (search === "") return { type: "origin", origin, code: null };
      if (isRoomCode(code) && searchParams.size === 1) return { type: "origin", origin, code };
    }
    throw new TypeError(`address must be a server's, such as ${forms}, got ${address}`);
  }
  const [, host, port] = /^(\[[\da-f:.]+\]|[^\s:/]+):(\d+)$/i.exec(address) ?? [];
  if (host === undefined) throw new TypeError(`address must be such as ${forms}, got ${address}`);
  if (Number(port) > 65_535) throw new RangeError(`address: a port is a whole number from 0 to 65535, got ${port}`);
  return { type: "listen", host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
}

/** @throws TypeError, RangeError where neither leads to a manager, or both are there. */
export function readManagerPlace({
  address,
  link,
}: {
  readonly address?: unknown;
  readonly link?: unknown;
}): ManagerPlace {
  if ((address === undefined) === (link === undefined))
    throw new TypeError("connect needs either an address or a link");
  if (link !== undefined) return readLink(link);
  const place = readServerPlace(address);
  switch (place.type) {
    case "code":
      return { origin: null, code: place.code, invitation: null };
    case "origin":
      return { origin: place.origin, code: place.code ?? codeOfOnlyManager(), invitation: null };
    case "listen": {
      const host = place.host.includes(":") ? `[${place.host}]` : place.host;
      return { origin: `http://${host}:${place.port}`, code: codeOfOnlyManager(), invitation: null };
    }
  }
}

/** Where clients of any page or process find the manager with this code, at a server that others use, too. */
export function addressAt(origin: string, code: string): string {
  return `${origin}/?manager=${code}`;
}

/** The link to a manager. `joinLink`: that of the room which it would be. */
export function linkToManager(joinLink: string): string {
  const { origin, searchParams, hash } = new URL(joinLink);
  return `${origin}/?manager=${searchParams.get("room")}${hash}`;
}

function readLink(link: unknown): ManagerPlace {
  if (typeof link !== "string") throw new TypeError(`link must be a text, got ${kindOf(link)}`);
  const { origin, searchParams, hash } = readUrl("link", link);
  const code = searchParams.get("manager");
  const invitation = parseInvitation(hash.slice(1));
  if (isRoomCode(code) && invitation !== null) return { origin, code, invitation };
  throw new TypeError(`link must be the \`link\` of a manager that is served, got ${link}`);
}

function readUrl(name: string, text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new TypeError(`${name} must be a URL, got ${text}`);
}
