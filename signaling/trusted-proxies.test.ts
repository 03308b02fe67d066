import { expect, test } from "vitest";
import { isProxyAddress, TrustedProxies } from "./trusted-proxies.ts";

test("what is no address of a proxy is refused where it is given", () => {
  for (const good of ["10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "0.0.0.0/0"]) {
    expect(isProxyAddress(good)).toBe(true);
  }
  for (const bad of [
    "",
    "proxy.example",
    "10.0.0",
    "10.0.0.1/33",
    "fd00::/129",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "fe80::1%eth0",
  ]) {
    expect(isProxyAddress(bad)).toBe(false);
    expect(() => new TrustedProxies([bad])).toThrow("no address of a proxy");
  }
});
