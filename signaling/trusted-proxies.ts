import { BlockList, isIP, isIPv6 } from "node:net";
import { plainAddress } from "./counted-address.ts";

/** An address, or a network with the length of its prefix. */
interface Network {
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly prefix: number;
}

/** `10.0.0.2`, `fd00::2`, `10.0.0.0/8` or `fd00::/8`; null for anything else. */
function readNetwork(text: string): Network | null {
  const [address = "", prefix, ...rest] = text.split("/");
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0) return null;
  const most = isIPv6(address) ? 128 : 32;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= most)) return null;
  return { address, family: isIPv6(address) ? "ipv6" : "ipv4", prefix: prefix === undefined ? most : Number(prefix) };
}

export function isProxyAddress(text: string): boolean {
  return readNetwork(text) !== null;
}

/** The proxies whose headers are believed. */
export class TrustedProxies {
  readonly #networks = new BlockList();

  /** Throws an Error if one of them is neither an address nor a network. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const network = readNetwork(text);
      if (network === null) throw new Error(`"${text}" is no address of a proxy.`);
      this.#networks.addSubnet(network.address, network.prefix, network.family);
    }
  }

  isTrusted(address: string): boolean {
    const plain = plainAddress(address).replace(/%.*$/, "");
    return isIP(plain) !== 0 && this.#networks.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
  }
}
