import { isIPv6 } from "node:net";

function numbersIn(part: string): readonly number[] {
  return part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
}

/** The eight groups of an IPv6 address, of which `text` is any spelling, with or without a zone. */
function groupsOf(text: string): readonly number[] {
  // The parser of addresses of pages knows every spelling, and writes dotted ends as groups.
  const canonical = new URL(`http://[${text.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const [before, after] = [numbersIn(head), numbersIn(tail ?? "")];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

/** The address as one has it in hand: an IPv4 address that stands in an IPv6 one (`::ffff:10.0.0.2`) as such, all others as they are. */
export function plainAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups[5] === 0xff_ff && groups.slice(0, 5).every((group) => group === 0);
  return isMapped ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".") : address;
}

/** What limits count by: an IPv4 address, or the /64 of an IPv6 address: one computer has as many addresses of its /64 as it likes. */
export function countedAddress(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const network = groupsOf(plain).slice(0, 4);
  return `${network.map((group) => group.toString(16)).join(":")}::/64`;
}
