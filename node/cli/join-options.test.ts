import { expect, test } from "vitest";
import { UsageError } from "../../signaling/usage.ts";
import { joinHelp, readJoinOptions } from "./join-options.ts";

const link = "http://192.168.0.7:8080/worker?room=K7MWPQ#secret";

test("a link names server, room and key; the machine and its cores are taken where nothing is said", () => {
  expect(readJoinOptions([link])).toEqual({
    place: { origin: "http://192.168.0.7:8080", room: "K7MWPQ", secret: "secret" },
    slots: undefined,
    name: expect.stringMatching(/./),
    isTrusted: false,
    isOnce: false,
    logsJson: false,
  });
});

test("a code is looked for at the server of this machine, or at the one that is named", () => {
  const place = { room: "K7MWPQ", secret: null };
  expect(readJoinOptions(["k7m-wpq"])?.place).toEqual({ ...place, origin: "http://localhost:8080" });
  const argv = ["K7MWPQ", "--server", "https://pool.example/"];
  expect(readJoinOptions(argv)?.place).toEqual({ ...place, origin: "https://pool.example" });
});

test.each([
  [["--slots", "3"], { slots: 3 }],
  [["--name", "box"], { name: "box" }],
  [["--once"], { isOnce: true }],
  [["--trust"], { isTrusted: true }],
  [["--json"], { logsJson: true }],
])("%s is taken", (argv, options) => {
  expect(readJoinOptions([...argv, link])).toMatchObject(options);
  expect(joinHelp).toContain(`  ${argv[0]} `);
});

test.each([["--help"], ["-h"]])("%s asks for help", (option) => {
  expect(readJoinOptions([option])).toBeNull();
});

test.each([
  [[], /^join needs a room's link or code/],
  [[link, link], /is a second one/],
  [["K7MW"], /^"K7MW" is neither a join link nor a room's code/],
  [["K7MWPQ", "--server", "pool"], /^--server must be an address/],
  [[link, "--server", "http://pool.example"], /^--server goes with a code/],
  [["http://192.168.0.7:8080/worker"], /is no join link/],
  [["file:///worker?room=K7MWPQ"], /is no join link/],
  [[link, "--slots", "257"], /^--slots must be a whole number from 1 to 256/],
  [[link, "--name", ""], /^--name must be 1 to 40 characters/],
])("%s is refused with what is wrong", (argv, words) => {
  expect(() => readJoinOptions(argv)).toThrow(UsageError);
  expect(() => readJoinOptions(argv)).toThrow(words);
});
