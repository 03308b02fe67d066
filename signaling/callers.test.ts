import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { callerOf, type Caller } from "./callers.ts";
import { TrustedProxies } from "./trusted-proxies.ts";

const proxies = new TrustedProxies(["10.0.0.1", "10.9.0.0/16", "fd00::/8"]);

function caller(remoteAddress: string, headers: Readonly<Record<string, string>>): Caller {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remoteAddress });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, { host: "inner:8080", ...headers });
  return callerOf(request, proxies);
}

const everything = {
  forwarded: "for=192.0.2.7;proto=https;host=pool.example",
  "x-forwarded-for": "192.0.2.7",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "pool.example",
};

test("of a stranger no header is believed", () => {
  expect(caller("10.0.0.2", everything)).toEqual({ address: "10.0.0.2", host: "inner:8080", publicOrigin: null });
});

test.each([
  ["one way", { "x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https", "x-forwarded-host": "pool.example" }],
  ["the other", { forwarded: `For="192.0.2.7:4711"; Proto=https ;Host="pool.example"` }],
  ["both", everything],
])("a trusted proxy's word counts in %s", (_, headers) => {
  for (const proxy of ["10.0.0.1", "::ffff:10.0.0.1", "10.9.8.7", "fd00::1"]) {
    expect(caller(proxy, headers)).toEqual({
      address: "192.0.2.7",
      host: "pool.example",
      publicOrigin: "https://pool.example",
    });
  }
});

test.each([
  ["the nearest address that is no trusted proxy's counts", "6.6.6.6, 192.0.2.7, 10.9.0.4", "192.0.2.7"],
  ["of trusted addresses alone the first counts", "10.9.0.3, 10.9.0.4", "10.9.0.3"],
  ["an address with a port", "192.0.2.7:80", "192.0.2.7"],
  ["an IPv6 address", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"],
  ["an IPv6 address with a port", "[2001:db8:1:2:3::4]:80", "2001:db8:1:2::/64"],
  ["what is no address leaves the proxy's", "unknown", "10.0.0.1"],
  ["an empty header leaves the proxy's", "", "10.0.0.1"],
  ["what cannot be read ends the chain", "192.0.2.7, nonsense, 10.9.0.4", "10.9.0.4"],
])("of X-Forwarded-For, %s", (_, value, address) => {
  expect(caller("10.0.0.1", { "x-forwarded-for": value }).address).toBe(address);
});

test("where the two ways name different clients, neither is believed", () => {
  const headers = { ...everything, forwarded: "for=6.6.6.6;host=evil.example" };
  expect(caller("10.0.0.1", headers)).toEqual({ address: "10.0.0.1", host: "inner:8080", publicOrigin: null });
});

test.each([
  ["scheme and host by which the outermost trusted proxy is reached", "https, http", "pool.example, inner:8080"],
  ["a scheme that one of two proxies has set for both", "https", "pool.example"],
])("the public origin has %s", (_, proto, host) => {
  const headers = {
    "x-forwarded-for": "192.0.2.7, 10.9.0.4",
    "x-forwarded-proto": proto,
    "x-forwarded-host": host,
  };
  expect(caller("10.0.0.1", headers).publicOrigin).toBe("https://pool.example");
});

test("what a client has written before its proxy's words is not read", () => {
  const headers = {
    "x-forwarded-for": "6.6.6.6, 192.0.2.7",
    "x-forwarded-proto": "http, https",
    "x-forwarded-host": "evil.example, pool.example",
  };
  expect(caller("10.0.0.1", headers)).toEqual({
    address: "192.0.2.7",
    host: "pool.example",
    publicOrigin: "https://pool.example",
  });
});

test("a proxy that keeps the Host and tells the scheme has told the public origin", () => {
  const headers = { host: "pool.example:8443", "x-forwarded-proto": "https" };
  expect(caller("10.0.0.1", headers).publicOrigin).toBe("https://pool.example:8443");
});

test.each(["javascript:alert(1)", "a/b", "a@b", "a b", "a:99999", "a".repeat(300), ""])(
  "%s is the host of no link",
  (host) => {
    expect(caller("10.0.0.1", { "x-forwarded-for": "192.0.2.7", "x-forwarded-host": host })).toEqual({
      address: "192.0.2.7",
      host: "inner:8080",
      publicOrigin: null,
    });
  },
);
