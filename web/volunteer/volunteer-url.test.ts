import { describe, expect, test } from "vitest";
import { parseVolunteerUrl } from "./volunteer-url.ts";

const limits = { smallest: 1, largest: 16 };
const parse = (search: string, hash = "") => parseVolunteerUrl(search, hash, limits);

describe("the volunteer's URL", () => {
  test("takes room, name, slots, autojoin and the secret", () => {
    const url = parse("?room=ABC234&name=laptop-3&slots=2&autojoin=1", "#s3cret");
    expect(url).toMatchObject({
      room: "ABC234",
      secret: "s3cret",
      name: "laptop-3",
      slots: 2,
      autojoin: true,
      problems: [],
    });
  });

  test("without parameters it has no room, no secret, and joins nothing by itself", () => {
    expect(parse("", "#")).toMatchObject({ room: null, secret: null, name: null, slots: null, autojoin: false });
    expect(parse("").problems).toEqual([]);
  });

  test("forgives a room code its case and nothing else", () => {
    expect(parse("?room=abc234").room).toBe("ABC234");
    expect(parse("?room=ABC-234")).toMatchObject({
      room: null,
      problems: [
        {
          parameter: "room",
          text: "“ABC-234” is not allowed; it must be a room code of 6 letters and digits, without I, L, O, 0 and 1.",
        },
      ],
    });
  });

  test.each(["0", "17", "two", "", "1.5"])("slots=%s is named, with the numbers that are allowed", (slots) => {
    expect(parse(`?room=ABC234&slots=${slots}`)).toMatchObject({
      slots: null,
      problems: [
        {
          parameter: "slots",
          text: `“${slots}” is not allowed; it must be a whole number from 1 to 16: tasks computed at a time.`,
        },
      ],
    });
  });

  test("a name is cleaned as the coordinator does", () => {
    expect(parse("?name=%E2%80%AEa%0Ab").name).toBe("a b");
  });

  test.each(["", "%20", "x".repeat(41), "%0A%E3%85%A4", "%E2%80%AE", "%F0%9F%91%A9".repeat(21)])(
    "name=%s is named as malformed",
    (name) => {
      expect(parse(`?name=${name}`).problems.map(({ parameter }) => parameter)).toEqual(["name"]);
    },
  );

  test("a name is taken without the spaces around it", () => {
    expect(parse("?name=+laptop+3+").name).toBe("laptop 3");
  });

  test("any problem keeps the page from joining by itself", () => {
    expect(parse("?room=ABC234&autojoin=1").autojoin).toBe(true);
    expect(parse("?room=ABC234&autojoin=1&slot=2")).toMatchObject({
      autojoin: false,
      problems: [{ parameter: "slot", text: "This page has no such parameter." }],
    });
    expect(parse("?room=ABC234&autojoin=yes").problems.map(({ parameter }) => parameter)).toEqual(["autojoin"]);
    expect(parse("?room=ABC234&room=ABC235").room).toBeNull();
  });

  test("autojoin=0 waits for a click", () => {
    expect(parse("?room=ABC234&autojoin=0")).toMatchObject({ autojoin: false, problems: [] });
  });
});
