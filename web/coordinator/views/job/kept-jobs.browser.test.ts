import { beforeEach, expect, onTestFinished, test } from "vitest";
import { presetsOf } from "../../../workloads/field.ts";
import { own } from "../../../workloads/own/own.ts";
import { squares } from "../../../workloads/squares/squares.ts";
import { optionPresets } from "../../option-fields.ts";
import { inputsOf } from "./form-values.ts";
import { keepDraft, startingTexts } from "./kept-draft.ts";
import { keepForm, keptNames, readKeptForm, removeKept, renameKept, type KeptTexts } from "./kept-jobs.ts";

const full = /^The browser’s storage for texts is full/;

function texts(code: string): KeptTexts {
  return { inputs: { ...inputsOf(presetsOf(own.fields)), code }, options: { ...optionPresets, limit: "7" } };
}

/** A storage that has no room for this key, or is forbidden. */
function refuse(name: string, isRefused: (key: string) => boolean): void {
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    if (isRefused(key)) throw new DOMException("no", name);
    Reflect.apply(setItem, this, [key, value]);
  };
  onTestFinished(() => {
    Storage.prototype.setItem = setItem;
  });
}

beforeEach(() => localStorage.clear());

test("forms are kept by their names, each workload's apart, and come back with their options, but without files", () => {
  const files = {
    file: { name: "a.txt", size: 1, modifiedAt: 0, head: new Uint8Array(1), stream: () => new ReadableStream() },
  };
  const form = texts("one");
  expect(keepForm(own, "b", { ...form, inputs: { ...form.inputs, ...files } })).toBeNull();
  expect(keepForm(own, "A", texts("two"))).toBeNull();
  expect([keptNames(own), keptNames(squares)]).toEqual([["A", "b"], []]);
  const kept = readKeptForm(own, "b");
  expect(kept).toMatchObject({ inputs: { code: "one", title: "Collatz steps" }, options: { limit: "7" } });
  expect(kept?.inputs).not.toHaveProperty("file");
  expect(readKeptForm(own, "c")).toBeNull();
});

test("one of the same name takes the place of the one before", () => {
  keepForm(own, "a", texts("one"));
  keepForm(own, "a", texts("two"));
  expect(keptNames(own)).toEqual(["a"]);
  expect(readKeptForm(own, "a")).toMatchObject({ inputs: { code: "two" } });
});

test("one that is renamed has its new name alone, and one that is removed is gone", () => {
  keepForm(own, "a", texts("one"));
  expect(renameKept(own, "a", "b")).toBeNull();
  expect(keptNames(own)).toEqual(["b"]);
  expect(readKeptForm(own, "b")).toMatchObject({ inputs: { code: "one" } });
  expect(renameKept(own, "a", "c")).toBe("“a” is not kept any more.");
  removeKept(own, "b");
  expect(keptNames(own)).toEqual([]);
});

test("a storage that is full says so, and what was kept before stays", () => {
  keepForm(own, "a", texts("one"));
  refuse("QuotaExceededError", (key) => !key.endsWith("-a"));
  expect(keepForm(own, "b", texts("two"))).toMatch(full);
  expect(renameKept(own, "a", "b")).toMatch(full);
  expect(readKeptForm(own, "a")).toMatchObject({ inputs: { code: "one" } });
  const plain = { values: presetsOf(own.fields), options: optionPresets, startsByItself: false };
  expect(keepDraft(own, startingTexts(own, plain))).toMatch(full);
});

test("a storage that is forbidden says so", () => {
  refuse("SecurityError", () => true);
  expect(keepForm(own, "b", texts("two"))).toBe("This browser does not let the page keep anything.");
});

test("what cannot be read is none", () => {
  localStorage.setItem("tabpool-kept-own-a", "{");
  expect(keptNames(own)).toEqual(["a"]);
  expect(readKeptForm(own, "a")).toBeNull();
});
