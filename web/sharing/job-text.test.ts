import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleBlob } from "../core/blobs/testing/sample-blobs.ts";
import { openInputs } from "../core/job/inputs.ts";
import { checkDefinition } from "../core/job/job-definition.ts";
import { sampleJob } from "../core/job/testing/sample-job.ts";
import { atOnce } from "../core/time-slices.ts";
import { anyValue } from "../core/values/testing/arbitrary-values.ts";
import { differences } from "../core/values/testing/differences.ts";
import { readingJob, writeJob } from "./job-text.ts";
import type { SharedJob, SharingProblem } from "./shared-job.ts";

const name = "a.tabpool.json";

function read(text: string): SharedJob {
  const found = atOnce(readingJob(text, name));
  if (found.type === "problem") throw new Error(JSON.stringify(found.problem));
  return found.value;
}

function refusalOf(text: string): SharingProblem {
  const found = atOnce(readingJob(text, name));
  if (found.type === "value") throw new Error("it was read");
  return found.problem;
}

/** As part of what is expected. */
function wrongAt(field: string, wrong: object): object {
  return { key: "place-wrong", problem: { field, wrong } };
}

/** The text of a job with another part in it. */
function withJob(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ tabpool: "job", version: 1, job: { ...sampleJob(), ...change }, blobs: {} });
}

const file = { name: "cities.csv", bytes: 12_000_000, modifiedAt: 1_700_000_000_000, reading: { format: "lines" } };

describe("what is written is read", () => {
  test("a job with its data, and the file that its inputs come from", () => {
    const [shared, table] = [sampleBlob(300, 1), sampleBlob(70, 2)];
    const definition = checkDefinition(
      sampleJob({
        title: "Städte \u2028 “x”",
        program: { language: "javascript", source: "export default (n) => '\\n' + n", files: { $: table.name } },
        inputs: { type: "stream", file },
        shared: shared.name,
        needs: ["webgpu"],
        view: { type: "tiles", input: "{name}", task: null },
      }),
    );
    const back = read(writeJob({ definition, blobs: [shared, table] }));
    expect(back.definition).toEqual(definition);
    expect(back.blobs.map(({ bytes }) => bytes)).toEqual([shared.bytes, table.bytes]);
  });

  test("each input of a list, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), (makes) => {
        const values = makes.map((make) => make());
        const definition = checkDefinition(sampleJob({ inputs: { type: "list", values } }));
        const inputs = openInputs(read(writeJob({ definition, blobs: [] })).definition.inputs);
        const sent = openInputs(definition.inputs);
        expect(inputs.total).toBe(values.length);
        for (const at of values.keys()) expect(differences(sent.at(at), inputs.at(at))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("inputs stand in the text as people write them", () => {
    const definition = checkDefinition(sampleJob({ inputs: { type: "list", values: [27, "a", { n: 1 }, 5n] } }));
    expect(writeJob({ definition, blobs: [] })).toContain(
      '"inputs":{"type":"list","values":[27,"a",{"n":1},{"$":"BigInt","digits":"5"}]}',
    );
  });
});

describe("what holds no job is refused with place, reason and remedy", () => {
  test("a text that was cut anywhere", () => {
    const text = writeJob({ definition: checkDefinition(sampleJob()), blobs: [sampleBlob(9)] });
    for (let length = 1; length < text.trimEnd().length; length += 7) {
      const { what, remedy } = refusalOf(text.slice(0, length));
      expect(what).toEqual({ key: "job-no-json", name, message: expect.any(String) });
      expect(remedy).toEqual({ key: "save-again-if-cut" });
    }
    expect(refusalOf("\n").what).toEqual({ key: "job-empty", name });
  });

  test("JSON of another kind, and a job of a later or an impossible version", () => {
    for (const json of ["[1, 2]", "7", '{"name": "package"}', '{"tabpool": "room"}']) {
      expect(refusalOf(json).what).toEqual({ key: "job-of-other-kind", name });
    }
    const newer = refusalOf('{"tabpool": "job", "version": 2}');
    expect(newer.what).toEqual({ key: "job-of-version", name, found: "2", known: 1 });
    expect(newer.remedy).toEqual({ key: "open-in-newer" });
    const worded = refusalOf('{"tabpool": "job", "version": "1"}');
    expect(worded.what).toEqual({ key: "job-of-version", name, found: '"1"', known: 1 });
    expect(worded.remedy).toEqual({ key: "save-again" });
  });

  test("each place of the definition that is wrong", () => {
    const options = { ...sampleJob().options, maxAttempts: 0 };
    const { what, places } = refusalOf(withJob({ title: "", options, inputs: { type: "file" } }));
    expect(what).toEqual({ key: "job-cannot-run", name });
    expect(places).toMatchObject([
      wrongAt("title", { key: "must-be", allowed: { key: "text", least: 1, most: 80 }, found: { text: '""' } }),
      wrongAt("inputs.type", { key: "must-be", allowed: { key: "choice" }, found: { text: '"file"' } }),
      wrongAt("options.maxAttempts", { key: "must-be", allowed: { least: 1, most: 255 }, found: { text: "0" } }),
    ]);
    expect(refusalOf('{"tabpool": "job", "version": 1}').places).toMatchObject([
      wrongAt("", { key: "must-be", allowed: { key: "object" } }),
    ]);
    const kindless = withJob({ inputs: { type: "list", values: [1, { $: "Mpa" }] } });
    expect(refusalOf(kindless).places).toEqual([
      { key: "place-unread", message: '.inputs.values[1]: "$" names no kind of value: "Mpa"' },
    ]);
  });

  test("inputs as bytes, which nobody has checked, and lists that claim more than they hold", () => {
    const bytes = { ends: { $: "Uint32Array", elements: [1] }, bytes: { $: "Uint8Array", base64: "wQ==" } };
    expect(refusalOf(withJob({ inputs: { type: "packed", values: bytes } })).places).toMatchObject([
      wrongAt("inputs.type", { key: "must-be", found: { text: '"packed"' } }),
    ]);
    const holes = { $: "list", length: 4_294_967_295, entries: [] };
    expect(refusalOf(withJob({ inputs: { type: "list", values: holes } })).places).toEqual([
      { key: "inputs-claimed", count: 4_294_967_295 },
    ]);
    expect(refusalOf(withJob({ inputs: { type: "random", seed: 1, count: 1, columns: holes } })).places).toMatchObject([
      wrongAt("inputs.columns", { key: "too-many", most: 16, found: 4_294_967_295 }),
    ]);
    expect(refusalOf(withJob({ needs: holes })).places).toMatchObject([wrongAt("needs", { key: "must-be" })]);
  });

  test("what is nested beyond any value", () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const text = withJob({ inputs: { type: "list", values: ["here"] } }).replace('"here"', deep);
    expect(refusalOf(text).places).toEqual([
      { key: "place-unread", message: expect.stringContaining("is nested too deeply") },
    ]);
    expect(refusalOf(`{"tabpool": "job", "version": ${deep}}`).what).toMatchObject({ key: "job-of-version" });
  });

  test("inputs of a program that is not there, and a file that is described wrongly", () => {
    expect(refusalOf(withJob({ inputs: { type: "stream" } })).places).toEqual([{ key: "inputs-without-file" }]);
    const wrong = { type: "stream", file: { ...file, bytes: -1, reading: { format: 7 } } };
    expect(refusalOf(withJob({ inputs: wrong })).places).toMatchObject([
      wrongAt("inputs.file.bytes", { key: "must-be" }),
      wrongAt("inputs.file.reading.format", { key: "must-be", allowed: { key: "text", most: 200 } }),
    ]);
  });

  test("data that is missing or has changed", () => {
    const shared = sampleBlob(50);
    const definition = checkDefinition(sampleJob({ shared: shared.name }));
    const text = writeJob({ definition, blobs: [shared] });
    const damaged = text.replace(/("blobs": \{"\w+":")../, "$1zz");
    for (const other of [writeJob({ definition, blobs: [] }), damaged, text.replace(/("blobs": \{"\w+":")/, "$1!")]) {
      const { what, places } = refusalOf(other);
      expect(what).toEqual({ key: "job-lacks-data", name });
      expect(places).toMatchObject([wrongAt("blobs", { key: "blob-missing" })]);
    }
  });
});
