import { expect, test } from "vitest";
import { help, readArguments } from "./arguments.mjs";

const known = ["latency", "million"];

test("without arguments every row is measured three times, and nothing is written", () => {
  expect(readArguments([], known)).toEqual({
    type: "run",
    names: known,
    repeat: 3,
    json: null,
    profile: false,
    short: false,
  });
});

test("rows are chosen by name, and measured in their own order", () => {
  expect(readArguments(["million", "latency"], known)).toMatchObject({ names: known });
  expect(readArguments(["million", "--repeat", "5", "--short"], known)).toMatchObject({
    names: ["million"],
    repeat: 5,
    short: true,
  });
  expect(readArguments(["--json", "out.json", "--profile"], known)).toMatchObject({ json: "out.json", profile: true });
});

test("what is not understood is said in one line that names what there is", () => {
  expect(readArguments(["billion"], known)).toEqual({
    type: "wrong",
    reason: 'there is no row "billion"; there are latency, million.',
  });
  for (const repeat of ["0", "1.5", "often", ""]) {
    expect(readArguments(["--repeat", repeat], known)).toEqual({
      type: "wrong",
      reason: `--repeat takes a whole number from 1, got "${repeat}".`,
    });
  }
  for (const argv of [["--fast"], ["--json"]]) {
    const answer = readArguments(argv, known);
    expect(answer.type).toBe("wrong");
    expect(answer.type === "wrong" && answer.reason).not.toContain("\n");
  }
});

test("help and the list of rows come before everything else, and help names each option", () => {
  expect(readArguments(["--help", "billion"], known)).toEqual({ type: "help" });
  expect(readArguments(["--list", "billion"], known)).toEqual({ type: "list" });
  for (const option of ["--list", "--repeat", "--short", "--json", "--profile", "--help"])
    expect(help).toContain(option);
});
