import { expect, test } from "vitest";
import { problemWords } from "./say-common.ts";

test.each(["no-path", "signaling-away"] as const)(
  "what helps against %s begins with what helps most on the device that is held, and goes on alike",
  (problem) => {
    const handheld = problemWords(problem, true, true).advice;
    const computer = problemWords(problem, true, false).advice;
    expect(handheld[0]).toContain("mobile data");
    expect(computer[0]).not.toContain("mobile data");
    expect(handheld.slice(1)).toEqual(computer.slice(1));
  },
);

test("a filter is named as what answered, with signing in before another network", () => {
  const { title, advice, wayOn } = problemWords("filtered", false, true);
  expect(title).toBe("Something else answered in the server’s place");
  expect(advice.findIndex((one) => one.includes("sign in"))).toBe(0);
  expect(wayOn).toBe("again");
});
