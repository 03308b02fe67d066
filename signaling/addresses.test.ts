import type { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { lanOrigins, ownOrigin } from "./addresses.ts";

type Entry = NonNullable<ReturnType<typeof networkInterfaces>[string]>[number];

function version4(address: string, internal = false): Entry {
  return { address, netmask: "255.255.255.0", family: "IPv4", mac: "00:00:00:00:00:00", internal, cidr: null };
}

function version6(address: string): Entry {
  return {
    address,
    netmask: "ffff::",
    family: "IPv6",
    mac: "00:00:00:00:00:00",
    internal: false,
    cidr: null,
    scopeid: 0,
  };
}

const everywhere = { address: "::", family: "IPv6", port: 8080 };
const loopback = { lo: [version4("127.0.0.1", true)] };

test("a server on all addresses has the origins of its networks, real ones before virtual ones", () => {
  const interfaces = {
    ...loopback,
    docker0: [version4("172.17.0.1")],
    eth0: [version4("192.168.1.5"), version6("fd00::2")],
  };
  expect(lanOrigins("http", everywhere, interfaces)).toEqual(["http://192.168.1.5:8080", "http://172.17.0.1:8080"]);
});

test("link-local addresses are left out", () => {
  expect(lanOrigins("http", everywhere, { eth0: [version4("169.254.3.4"), version6("fe80::1")] })).toEqual([]);
});

test("without any IPv4, the origins are IPv6 and bracketed", () => {
  expect(lanOrigins("https", everywhere, { eth0: [version6("fd00::2")] })).toEqual(["https://[fd00::2]:8080"]);
});

test("the scheme's default port is left out", () => {
  expect(lanOrigins("http", { ...everywhere, port: 80 }, { eth0: [version4("10.0.0.2")] })).toEqual([
    "http://10.0.0.2",
  ]);
});

test("a server on one address has that origin", () => {
  const bound = { address: "10.0.0.2", family: "IPv4", port: 8080 };
  expect(lanOrigins("http", bound, { eth0: [version4("10.0.0.2"), version4("10.0.0.3")] })).toEqual([
    "http://10.0.0.2:8080",
  ]);
});

test.each(["127.0.0.1", "127.1.2.3", "::1"])("a server on %s has no origins for others", (address) => {
  expect(lanOrigins("http", { address, family: "IPv4", port: 8080 }, { eth0: [version4("10.0.0.2")] })).toEqual([]);
});

test.each([
  ["::", "http://localhost:8080"],
  ["0.0.0.0", "http://localhost:8080"],
  ["127.0.0.1", "http://localhost:8080"],
  ["127.0.0.5", "http://127.0.0.5:8080"],
  ["::1", "http://[::1]:8080"],
  ["10.0.0.2", "http://10.0.0.2:8080"],
  ["fd00::2", "http://[fd00::2]:8080"],
])("this machine reaches a server on %s by %s", (address, origin) => {
  expect(ownOrigin("http", { address, family: "", port: 8080 })).toBe(origin);
});
