import { expect, test } from "vitest";
import { hostOf, joinLinkParts, onlyThisComputer, originOf } from "./join-link-parts.ts";

test("an address is shown without path, room and secret", () => {
  const link = "http://192.168.1.5:8080/worker?room=ABC234#secret";
  expect(originOf(link)).toBe("http://192.168.1.5:8080");
  expect(hostOf(link)).toBe("192.168.1.5:8080");
});

test.each(["http://localhost:8080/worker", "http://127.0.0.1/", "http://127.1.2.3/", "http://[::1]:8080/"])(
  "%s works on this computer only",
  (link) => {
    expect(onlyThisComputer(link)).toBe(true);
  },
);

test.each(["http://192.168.1.5:8080/", "https://tabpool.example/", "http://127.example/"])(
  "%s works on other computers too",
  (link) => {
    expect(onlyThisComputer(link)).toBe(false);
  },
);

test("a link in pieces is the whole link, with its host and its room's code in pieces of their own", () => {
  const link = "http://192.168.1.5:8080/worker?room=ABC234#secret";
  const parts = joinLinkParts(link);
  expect(parts.map(({ text }) => text)).toEqual(["http://192.168.1.5:8080", "/worker?room=", "ABC234", "#secret"]);
  expect(parts.map(({ text }) => text).join("")).toBe(link);
  expect(joinLinkParts("no link at all").map(({ text }) => text)).toEqual(["no link at all"]);
});
