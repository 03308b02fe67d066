import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { countedAddress, plainAddress } from "./counted-address.ts";
import { forwardingsIn, readHost, type Hop } from "./forwarding.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** Where a request comes from, and where its sender believes to have sent it. */
export interface Caller {
  /** What limits count by: a client's address, not that of a trusted proxy before it. */
  readonly address: string;
  /** Host and port by which the server is reached; null if that cannot be read. */
  readonly host: string | null;
  /** The origin by which a trusted proxy is reached; null if there is none, or it does not say so. */
  readonly publicOrigin: string | null;
}

interface Told {
  readonly address: string;
  readonly scheme: Hop["scheme"];
  readonly host: string | null;
}

/** Follows the hops from proxy to proxy, as far as they are trusted. What a stranger has written before them is not read. */
function follow(nearest: string, hops: readonly Hop[], proxies: TrustedProxies): Told {
  let told: Told = { address: nearest, scheme: null, host: null };
  for (const { from, scheme, host } of hops) {
    if (!proxies.isTrusted(told.address)) break;
    told = { address: from ?? told.address, scheme: scheme ?? told.scheme, host: host ?? told.host };
    if (from === null) break;
  }
  return told;
}

/**
 * The caller of a request. Headers are believed of trusted proxies alone. Where `Forwarded` and `X-Forwarded-For` name different
 * clients, one of the two has been written by the client itself, and neither is believed.
 */
export function callerOf(request: IncomingMessage, proxies: TrustedProxies): Caller {
  const nearest = plainAddress(request.socket.remoteAddress ?? "unknown");
  const ownHost = readHost(request.headers.host);
  const direct: Caller = { address: countedAddress(nearest), host: ownHost, publicOrigin: null };
  if (!proxies.isTrusted(nearest)) return direct;
  const [told, other] = forwardingsIn(request.headers).map((hops) => follow(nearest, hops, proxies));
  if (told === undefined || (other !== undefined && other.address !== told.address)) return direct;
  const [scheme, host] = [told.scheme ?? other?.scheme ?? null, told.host ?? other?.host ?? null];
  const publicHost = host ?? ownHost;
  const ownScheme = request.socket instanceof TLSSocket ? "https" : "http";
  const isTold = publicHost !== null && (scheme !== null || host !== null);
  return {
    address: countedAddress(told.address),
    host: publicHost,
    publicOrigin: isTold ? new URL(`${scheme ?? ownScheme}://${publicHost}`).origin : null,
  };
}
