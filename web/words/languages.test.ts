import { expectTypeOf, test } from "vitest";
import { english } from "./english/english.ts";
import type { Language } from "./sayings.ts";

test("a language that lacks a sentence, or the words for a reason not to be in a room, does not compile", () => {
  const { "room-closed": sentence, ...sentences } = english.sentences;
  const { joined, ...common } = english.common;
  const { "no-path": words, ...joinProblems } = english.joinProblems;
  expectTypeOf({ ...english, sentences: { ...sentences, "room-closed": sentence } }).toExtend<Language>();
  expectTypeOf({ ...english, common: { ...common, joined } }).toExtend<Language>();
  expectTypeOf({ ...english, common }).not.toExtend<Language>();
  expectTypeOf({ ...english, joinProblems: { ...joinProblems, "no-path": words } }).toExtend<Language>();
  expectTypeOf({ ...english, sentences }).not.toExtend<Language>();
  expectTypeOf({ ...english, joinProblems }).not.toExtend<Language>();
});
