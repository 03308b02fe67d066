import { expect, test } from "vitest";
import { mayConnect, readOrigin } from "./origins.ts";

const allowed = new Set(["https://pool.example"]);

test.each([
  ["none, of a client that is no browser", undefined, "any:1", true],
  ["that of the Host", "http://192.168.1.5:8080", "192.168.1.5:8080", true],
  ["that of the Host, with https ended before the server", "https://lab.example", "lab.example", true],
  ["that of the Host, with the default port", "https://lab.example", "lab.example:443", true],
  ["that of the Host in capitals", "http://lab.example", "LAB.example", true],
  ["an allowed one", "https://pool.example", "inner:8080", true],
  ["another port's", "http://192.168.1.5:9090", "192.168.1.5:8080", false],
  ["another site's", "https://evil.example", "pool.example", false],
  ["another scheme's than that allowed", "http://pool.example", "inner:8080", false],
  ["one without a host to compare with", "http://a.example", null, false],
  ["that of a page without one", "null", "null", false],
  ["an extension's", "chrome-extension://abcdef", "abcdef", false],
  ["nothing", "", "a.example", false],
])("an origin is looked at: %s", (_, origin, host, may) => {
  expect(mayConnect(origin, host, allowed)).toBe(may);
});

test.each([
  ["https://Pool.example:443/", "https://pool.example"],
  ["http://[fd00::2]:8080", "http://[fd00::2]:8080"],
  ["https://pool.example/a", null],
  ["https://user@pool.example", null],
  ["pool.example", null],
  ["ftp://pool.example", null],
  ["https://pool.example:99999", null],
  ["", null],
])("as an origin, %s is %s", (text, origin) => {
  expect(readOrigin(text)).toBe(origin);
});
