import { expect, test } from "vitest";
import { greeting } from "./greeting.ts";

test("the greeting shows the volunteers' first LAN address with a QR code, and names the others", () => {
  const text = greeting("http://localhost:8080", ["http://192.168.1.5:8080", "http://10.0.0.2:8080"], false);
  expect(text).toContain("http://localhost:8080/coordinator");
  expect(text).toContain("Volunteers    http://192.168.1.5:8080/\n                http://10.0.0.2:8080/\n");
  expect(text).toMatch(/[▀▄█]{10}/);
});

test("without a LAN address the greeting says so and shows no QR code", () => {
  const text = greeting("http://localhost:8080", [], false);
  expect(text).toMatch(/Only browsers on this machine can join/);
  expect(text).not.toMatch(/[▀▄█]/);
});

test("behind a proxy the greeting says by which address others come", () => {
  const text = greeting("http://localhost:8080", [], true);
  expect(text).toMatch(/Others come by the address of the proxy/);
  expect(text).not.toMatch(/Only browsers on this machine/);
});
