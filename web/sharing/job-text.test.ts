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

function read(text: string): SharedJob {
  const found = atOnce(readingJob(text, "a.tabpool.json"));
  if (found.type === "problem") throw new Error(JSON.stringify(found.problem));
  return found.value;
}

function refusalOf(text: string): SharingProblem {
  const found = atOnce(readingJob(text, "a.tabpool.json"));
  if (found.type === "value") throw new Error("it was read");
  return found.problem;
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
      expect(what).toMatch(/^a\.tabpool\.json is no whole JSON: /);
      expect(remedy).toContain("it was cut on its way");
    }
    expect(refusalOf("\n").what).toBe("a.tabpool.json is empty.");
  });

  test("JSON of another kind, and a job of a later or an impossible version", () => {
    for (const json of ["[1, 2]", "7", '{"name": "package"}', '{"tabpool": "room"}']) {
      expect(refusalOf(json).what).toBe(
        'a.tabpool.json is JSON, but holds no job: one begins with {"tabpool": "job"}.',
      );
    }
    const newer = refusalOf('{"tabpool": "job", "version": 2}');
    expect(newer.what).toBe("a.tabpool.json is of version 2; this page reads version 1.");
    expect(newer.remedy).toContain("A newer Tabpool has saved it");
    expect(refusalOf('{"tabpool": "job", "version": "1"}').what).toContain('is of version "1"');
  });

  test("each place of the definition that is wrong", () => {
    const options = { ...sampleJob().options, maxAttempts: 0 };
    const { what, places } = refusalOf(withJob({ title: "", options, inputs: { type: "file" } }));
    expect(what).toBe("a.tabpool.json holds a job that cannot run.");
    expect(places).toEqual([
      'title must be text of 1 to 80 characters, got "".',
      'inputs.type must be range, random, list, lines, stream or open, got "file".',
      "options.maxAttempts must be a whole number from 1 to 255, got 0.",
    ]);
    expect(refusalOf('{"tabpool": "job", "version": 1}').places).toEqual([
      "the definition must be an object, got undefined.",
    ]);
    const kindless = withJob({ inputs: { type: "list", values: [1, { $: "Mpa" }] } });
    expect(refusalOf(kindless).places).toEqual(['job.inputs.values[1]: "$" names no kind of value: "Mpa".']);
  });

  test("inputs as bytes, which nobody has checked, and lists that claim more than they hold", () => {
    const bytes = { ends: { $: "Uint32Array", elements: [1] }, bytes: { $: "Uint8Array", base64: "wQ==" } };
    expect(refusalOf(withJob({ inputs: { type: "packed", values: bytes } })).places).toEqual([
      'inputs.type must be range, random, list, lines, stream or open, got "packed".',
    ]);
    const holes = { $: "list", length: 4_294_967_295, entries: [] };
    expect(refusalOf(withJob({ inputs: { type: "list", values: holes } })).places).toEqual([
      "inputs.values claims 4,294,967,295 inputs, more than the text has characters: write each of them.",
    ]);
    expect(refusalOf(withJob({ inputs: { type: "random", seed: 1, count: 1, columns: holes } })).places).toEqual([
      "inputs.columns must be 16 at most, got 4294967295.",
    ]);
    expect(refusalOf(withJob({ needs: holes })).places).toEqual([expect.stringMatching(/^needs must be/)]);
  });

  test("what is nested beyond any value", () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const text = withJob({ inputs: { type: "list", values: ["here"] } }).replace('"here"', deep);
    expect(refusalOf(text).places).toEqual([expect.stringContaining("is nested too deeply")]);
    expect(refusalOf(`{"tabpool": "job", "version": ${deep}}`).what).toContain("this page reads version 1");
  });

  test("inputs of a program that is not there, and a file that is described wrongly", () => {
    expect(refusalOf(withJob({ inputs: { type: "stream" } })).places).toEqual([
      expect.stringContaining("inputs.file must say which file they are read from"),
    ]);
    const wrong = { type: "stream", file: { ...file, bytes: -1, reading: { format: 7 } } };
    expect(refusalOf(withJob({ inputs: wrong })).places).toEqual([
      expect.stringMatching(/^inputs\.file\.bytes must be a whole number from 0/),
      expect.stringMatching(/^inputs\.file\.reading\.format must be text of at most 200 characters, got 7/),
    ]);
  });

  test("data that is missing or has changed", () => {
    const shared = sampleBlob(50);
    const definition = checkDefinition(sampleJob({ shared: shared.name }));
    const text = writeJob({ definition, blobs: [shared] });
    const damaged = text.replace(/("blobs": \{"\w+":")../, "$1zz");
    for (const other of [writeJob({ definition, blobs: [] }), damaged, text.replace(/("blobs": \{"\w+":")/, "$1!")]) {
      const { what, places } = refusalOf(other);
      expect(what).toBe("a.tabpool.json lacks data that its job needs, or holds it damaged.");
      expect(places).toEqual([expect.stringContaining("whose bytes are not there")]);
    }
  });
});
