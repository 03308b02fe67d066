import { describe, expect, test } from "vitest";
import type { EntryWrong } from "../words/sayings.ts";
import { parseRoomEntry } from "./room-entry.ts";

const here = new URL("http://192.168.0.7:8080/");
const link = "/worker?room=ABC234#S3cret_-S3cret_-S3cret";

describe("what is put into the field for a room", () => {
  test.each([
    `http://192.168.0.7:8080${link}`,
    `  http://192.168.0.7:8080${link}\r\n`,
    `\u200B\uFEFFhttp://192.168.0.7:8080${link}\u00A0`,
    `<http://192.168.0.7:8080${link}>`,
    `“http://192.168.0.7:8080${link}”.`,
    `Please join: http://192.168.0.7:8080${link} (room ABC234)`,
    `HTTP://192.168.0.7:8080${link}`,
    `192.168.0.7:8080${link}`,
    "http://192.168.0.7:8080/worker?room=abc-234#S3cret_-S3cret_-S3cret",
  ])("leads to the room, secret and all, as a join link of this site: %o", (text) => {
    expect(parseRoomEntry(text, here)).toEqual({ type: "link", path: link });
  });

  test("goes by its code where the link has no secret, and keeps what else the link sets", () => {
    expect(parseRoomEntry("http://192.168.0.7:8080/worker?room=ABC234&slots=2", here)).toEqual({
      type: "link",
      path: "/worker?room=ABC234&slots=2",
    });
  });

  test.each(["ABC234", " abc 234\n", "\u00A0abc-234"])("is a code: %o", (text) => {
    expect(parseRoomEntry(text, here)).toEqual({ type: "code", code: "ABC234" });
  });

  test.each([
    [`https://example.org${link}`, "example.org"],
    [`http://localhost:8080${link}`, "localhost:8080"],
    [`http://192.168.0.7:8080@example.org${link}`, "example.org"],
    [`https://192.168.0.7:8080${link}`, "192.168.0.7:8080"],
  ])("is a foreign link, named by its host, where the origin is another: %o", (text, host) => {
    const entry = parseRoomEntry(text, here);
    expect(entry).toMatchObject({ type: "foreign", url: { host, hash: "#S3cret_-S3cret_-S3cret" } });
  });

  test.each<[string, EntryWrong]>([
    [
      "http://192.168.0.7:8080/coordinator?room=ABC234",
      { key: "entry-elsewhere", host: "192.168.0.7:8080", path: "/coordinator" },
    ],
    ["https://example.org/", { key: "entry-elsewhere", host: "example.org", path: "/" }],
    ["http://192.168.0.7:8080/worker", { key: "entry-roomless", code: { key: "code-length", length: 6, typed: 0 } }],
    [
      "http://192.168.0.7:8080/worker?room=ABC",
      { key: "entry-roomless", code: { key: "code-length", length: 6, typed: 3 } },
    ],
    ["javascript:alert(1)/worker?room=ABC234", { key: "entry-unknown" }],
    ["AB01!4", { key: "code-strangers", characters: ["0", "1", "!"] }],
  ])("is refused with what is wrong: %o", (text, problem) => {
    expect(parseRoomEntry(text, here)).toEqual({ type: "problem", problem });
  });
});
