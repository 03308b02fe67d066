import { expect, test } from "vitest";
import { AddressTags } from "./address-tags.ts";

test("a tag tells addresses of one room apart, and nothing else", () => {
  const tags = new AddressTags();
  const tag = tags.tagOf("192.0.2.7", "a");
  expect(tag).toMatch(/^[0-9a-f]{16}$/);
  expect(tags.tagOf("192.0.2.7", "a")).toBe(tag);
  expect(tags.tagOf("192.0.2.8", "a")).not.toBe(tag);
  expect(tags.tagOf("192.0.2.7", "b")).not.toBe(tag);
  expect(new AddressTags().tagOf("192.0.2.7", "a")).not.toBe(tag);
});
