import { isIPv6, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";

/** Interfaces of containers, virtual machines and tunnels, which other computers of the room seldom reach. */
const virtualInterface = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|cni|flannel|lxc|lxd)/;

type Interfaces = ReturnType<typeof networkInterfaces>;

/** This machine's addresses on its networks, those that others most likely reach first. IPv6 only if there is no IPv4. */
function lanAddresses(interfaces: Interfaces): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, entries]) =>
    (entries ?? [])
      .filter((entry) => !entry.internal && !/^(fe80:|169\.254\.)/i.test(entry.address))
      .map(({ address }) => ({ address, virtual: virtualInterface.test(name) })),
  );
  const ordered = found.toSorted((a, b) => Number(a.virtual) - Number(b.virtual)).map(({ address }) => address);
  const version4 = ordered.filter((address) => !isIPv6(address));
  return version4.length > 0 ? version4 : ordered;
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}

function isAnywhere(address: string): boolean {
  return address === "::" || address === "0.0.0.0";
}

/** `scheme://host:port`, without the scheme's default port. */
function originOf(scheme: "http" | "https", address: string, port: number): string {
  const host = isIPv6(address) ? `[${address}]` : address;
  return new URL(`${scheme}://${host}:${port}`).origin;
}

/**
 * The origin for a browser on this machine: localhost if that reaches the server, since browsers trust it like https. At another
 * loopback address than 127.0.0.1 it does not: localhost may be no name of that.
 */
export function ownOrigin(scheme: "http" | "https", bound: AddressInfo | string | null): string {
  if (bound === null || typeof bound === "string") throw new Error("The server does not listen on a port.");
  const isLocalhost = bound.address === "127.0.0.1" || isAnywhere(bound.address);
  return originOf(scheme, isLocalhost ? "localhost" : bound.address, bound.port);
}

/** The origins for other computers of a server that listens on `bound`; none on loopback. */
export function lanOrigins(
  scheme: "http" | "https",
  bound: AddressInfo | string | null,
  interfaces: Interfaces = networkInterfaces(),
): readonly string[] {
  if (bound === null || typeof bound === "string" || isLoopback(bound.address)) return [];
  const addresses = isAnywhere(bound.address) ? lanAddresses(interfaces) : [bound.address];
  return addresses.map((address) => originOf(scheme, address, bound.port));
}
