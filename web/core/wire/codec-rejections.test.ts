import { packAll } from "../values/packed.ts";
import { byteLengthOf, packedOf } from "../values/value-column.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxBlobBytes } from "../blobs/blob-name.ts";
import { pieceBytes } from "../blobs/pieces.ts";
import { fromAsciiJson, toAsciiJson } from "./ascii-json.ts";
import { decodeDown, decodeUp, encodeDown, encodeUp, type Decoded } from "./codec.ts";
import { maxControlBytes, maxLeasesInHeartbeat, maxParcelsInCommitted, maxTasksInMessage } from "./limits.ts";
import { lanes } from "./messages.ts";
import type { DownMessage, Lane, UpMessage } from "./messages.ts";
import { downSchema, upSchema } from "./schema.ts";
import type { Schema } from "./schema.ts";
import { downMessages, upMessages } from "./testing/arbitrary-messages.ts";

type Fields = Record<string, unknown>;

/** A good message of each type as its real encoder writes it, and the decoder that should take it. */
interface Sample {
  readonly message: UpMessage | DownMessage;
  readonly lane: Lane;
  readonly bytes: Uint8Array;
  readonly fields: readonly string[];
  readonly decode: (bytes: Uint8Array) => Decoded<unknown>;
}

const columnFields = new Set(["block", "inputs", "indices", "granted", "attempts", "bytes", "request", "answer"]);

function plainFieldsOf(schema: Schema, type: string): string[] {
  return Object.keys(schema[type] ?? {}).filter((field) => !columnFields.has(field));
}

function oneOfEach<Message>(arbitraries: Readonly<Record<string, fc.Arbitrary<Message>>>): Message[] {
  return Object.values(arbitraries).flatMap((arbitrary) => fc.sample(arbitrary, { numRuns: 1, seed: 7 }));
}

const directions: readonly { readonly name: string; readonly samples: readonly Sample[] }[] = [
  {
    name: "up",
    samples: oneOfEach<UpMessage>(upMessages).map((message) => {
      const { lane, bytes } = encodeUp(message);
      const fields = plainFieldsOf(upSchema, message.type);
      return { message, lane, bytes, fields, decode: (wrong) => decodeUp(lane, wrong) };
    }),
  },
  {
    name: "down",
    samples: oneOfEach<DownMessage>(downMessages).map((message) => {
      const { lane, bytes } = encodeDown(message);
      const fields = plainFieldsOf(downSchema, message.type);
      return { message, lane, bytes, fields, decode: (wrong) => decodeDown(lane, wrong) };
    }),
  },
];

/** The bulk header and the columns behind it, so that one plain field can be replaced. */
function withField(bytes: Uint8Array, lane: Lane, change: (fields: Fields) => void): Uint8Array {
  const start = lane === "bulk" ? 4 : 0;
  const end = lane === "bulk" ? 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : bytes.length;
  const parsed = fromAsciiJson(bytes.subarray(start, end));
  if (parsed.type === "problem" || typeof parsed.value !== "object" || parsed.value === null)
    throw new Error("not a message");
  const fields: Fields = Object.fromEntries(Object.entries(parsed.value));
  change(fields);
  const header = toAsciiJson(fields);
  const size = new Uint8Array(start);
  if (lane === "bulk") new DataView(size.buffer).setUint32(0, header.length, true);
  return new Uint8Array(Buffer.concat([size, header, bytes.subarray(end)]));
}

const join = { type: "join", tab: "0".repeat(32), name: "n", device: "", slots: 1, features: [] };
const running = { job: 1, task: 1, part: 1 };
const line = { type: "console", job: 1, task: 1, level: "log", text: "", dropped: 0 };

/** None of them is right for any plain field. */
const wrongValues: readonly unknown[] = [null, -1, {}, "no", [0], 1e300, "x".repeat(2_000_000)];

/** Texts of any words: they may be "no". */
const anyText = new Set([
  "name",
  "title",
  "about",
  "workUnit",
  "taskTemplate",
  "device",
  "detail",
  "reason",
  "source",
  "text",
]);

/** Which of them happen to be right for a field. */
function isRight(field: string, value: unknown): boolean {
  if (field === "files") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (value === null) return ["taskTemplate", "part", "shared", "task", "offered"].includes(field);
  if (field === "workOfTask") return value === 1e300;
  return value === "no" && anyText.has(field);
}

for (const { name, samples } of directions) {
  describe(`${name}: a message is refused`, () => {
    const each = samples.map((sample) => [sample.message.type, sample] as const);
    const eachField = samples.flatMap((sample) =>
      sample.fields.map((field) => [sample.message.type, field, sample] as const),
    );

    test.each(eachField)("%s without %s", (type, field, { lane, bytes, decode }) => {
      const decoded = decode(withField(bytes, lane, (fields) => delete fields[field]));
      expect(decoded).toMatchObject({ type: "problem", problem: expect.stringContaining(`${type}.${field}: `) });
    });

    test.each(eachField)("%s with a wrong %s", (type, field, { lane, bytes, decode }) => {
      for (const value of wrongValues.filter((wrong) => !isRight(field, wrong))) {
        const wrong = withField(bytes, lane, (fields) => {
          fields[field] = value;
        });
        const reason = wrong.length > 1_000_000 ? "" : `${type}.${field}: `;
        expect(decode(wrong)).toMatchObject({ type: "problem", problem: expect.stringContaining(reason) });
      }
    });

    test.each(each)("%s under an unknown type", (_, { lane, bytes, decode }) => {
      for (const type of ["toString", "__proto__", "", 1, null]) {
        const wrong = withField(bytes, lane, (fields) => {
          fields["type"] = type;
        });
        expect(decode(wrong)).toMatchObject({ type: "problem" });
      }
    });

    test.each(each)(
      "%s loses the fields that are not its own, and nothing else",
      (_, { message, lane, bytes, decode }) => {
        const decoded = decode(
          withField(bytes, lane, (fields) => {
            fields["extra"] = 1;
            fields["constructor"] = "x";
            if (Array.isArray(fields["leases"])) for (const lease of fields["leases"]) lease.extra = 1;
          }),
        );
        expect(decoded).toEqual({ type: "value", value: message });
      },
    );
  });
}

describe("a block of results is refused", () => {
  const [good] = fc.sample(
    upMessages.results.filter((message) => message.block.indices.length > 3 && byteLengthOf(message.block.values) > 1),
    { numRuns: 1, seed: 3 },
  );
  if (good === undefined) throw new Error("no sample");
  const { block } = good;
  const n = block.indices.length;
  const { ends, bytes: encoded } = packedOf(block.values);

  test.each([
    ["no tasks", { indices: new Uint32Array() }, "0 tasks"],
    ["too many tasks", { indices: new Uint32Array(maxTasksInMessage + 1) }, "indices are missing"],
    ["an index that marks none", { indices: new Uint32Array(n).fill(0xffff_ffff) }, "task index 4294967295"],
    ["an outcome too few", { outcomes: Uint8Array.from({ length: n - 1 }, (_, at) => at % 2) }, "outcomes for"],
    ["an outcome of no kind", { outcomes: new Uint8Array(n).fill(6) }, "unknown outcome 6"],
    ["a runtime too many", { runtimesMs: new Float32Array(n + 1) }, "wrong kind"],
    ["a negative runtime", { runtimesMs: new Float32Array(n).fill(-1) }, "runtime -1"],
    ["an endless runtime", { runtimesMs: new Float32Array(n).fill(Infinity) }, "runtime Infinity"],
    ["a runtime that is no number", { runtimesMs: new Float32Array(n).fill(NaN) }, "runtime NaN"],
    ["a value too few", { values: { ends: ends.slice(1), bytes: encoded } }, "values for"],
    ["bytes after the last value", { values: { ends, bytes: new Uint8Array(encoded.length + 1) } }, "ends at"],
    [
      "an error that is too long",
      {
        outcomes: new Uint8Array(n).fill(1),
        values: packAll(Array.from({ length: n }, (_, at) => (at === 0 ? "x".repeat(70_000) : ""))),
      },
      "an error of 70005 bytes; the most is 65536",
    ],
    [
      "a few bytes that stand for more than a slot says at once",
      { values: packAll(Array.from({ length: n }, () => "x".repeat(100_000))) },
      "values are missing",
    ],
    ["bytes missing from the last value", { values: { ends, bytes: encoded.slice(1) } }, "ends at"],
  ])("with %s", (_, wrong, reason) => {
    const { lane, bytes } = encodeUp({ ...good, block: { ...block, ...wrong } });
    const decoded = decodeUp(lane, bytes);
    expect(decoded).toMatchObject({ type: "problem", problem: expect.stringContaining(reason) });
    expect(decoded).toMatchObject({ problem: expect.stringContaining("results.block: ") });
  });

  test("with columns that are not whole numbers of elements", () => {
    const { lane, bytes } = encodeUp(good);
    const wrong = withField(bytes, lane, (fields) => {
      const lengths: unknown = fields["columns"];
      if (!Array.isArray(lengths)) throw new Error("no columns");
      lengths[0] = Number(lengths[0]) - 1;
      lengths[1] = Number(lengths[1]) + 1;
    });
    expect(decodeUp(lane, wrong)).toMatchObject({
      type: "problem",
      problem: expect.stringContaining("results.block: "),
    });
  });

  test.each([
    ["columns", null],
    ["columns", []],
    ["columns", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["columns", [-1, 1, 1, 1, 1]],
  ])("with %s %j", (field, value) => {
    const { lane, bytes } = encodeUp(good);
    const wrong = withField(bytes, lane, (fields) => {
      fields[field] = value;
    });
    expect(decodeUp(lane, wrong)).toMatchObject({ type: "problem" });
  });
});

describe("blobs are refused", () => {
  const name = { hash: "0".repeat(64), bytes: 7 };
  const [job] = fc.sample(downMessages.job, { numRuns: 1, seed: 3 });
  if (job === undefined) throw new Error("no sample");
  const encoded = encodeDown(job);

  test.each<[string, Fields]>([
    ["job.shared", { shared: { ...name, hash: "0".repeat(63) } }],
    ["job.shared", { shared: { ...name, hash: "A".repeat(64) } }],
    ["job.shared", { shared: { ...name, bytes: maxBlobBytes + 1 } }],
    ["job.shared", { shared: { ...name, bytes: -1 } }],
    ["job.files", { files: [name] }],
    ["job.files", { files: { "": name } }],
    ["job.files", { files: { ["x".repeat(81)]: name } }],
    ["job.files", { files: { table: { ...name, bytes: 1.5 } } }],
    ["job.files", { files: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`${at}`, name])) }],
  ])("%s as %j", (field, change) => {
    const wrong = withField(encoded.bytes, "bulk", (fields) => Object.assign(fields, change));
    expect(decodeDown("bulk", wrong)).toMatchObject({
      type: "problem",
      problem: expect.stringContaining(`${field}: `),
    });
  });

  test.each([
    ["no bytes", new Uint8Array(), "0 bytes"],
    ["a byte too many", new Uint8Array(pieceBytes + 1), `${pieceBytes + 1} bytes`],
  ])("a piece with %s", (_, bytes, reason) => {
    const [good] = fc.sample(downMessages.blob, { numRuns: 1, seed: 3 });
    if (good === undefined) throw new Error("no sample");
    expect(decodeDown("bulk", encodeDown({ ...good, bytes }).bytes)).toMatchObject({
      problem: `blob.bytes: ${reason}; expected 1 to ${pieceBytes}`,
    });
  });

  test("and the largest piece is taken", () => {
    const [good] = fc.sample(downMessages.blob, { numRuns: 1, seed: 3 });
    if (good === undefined) throw new Error("no sample");
    const { bytes } = encodeDown({ ...good, bytes: new Uint8Array(pieceBytes) });
    expect(decodeDown("bulk", bytes).type).toBe("value");
  });
});

describe("other columns and lists are refused", () => {
  const [batch] = fc.sample(
    downMessages.batch.filter((message) => message.indices.length > 1),
    { numRuns: 1, seed: 3 },
  );
  if (batch === undefined) throw new Error("no sample");

  test("a batch with fewer inputs than tasks", () => {
    const { lane, bytes } = encodeDown({ ...batch, inputs: { ends: new Uint32Array(1), bytes: new Uint8Array() } });
    const reason = `batch.inputs: 1 values for ${batch.indices.length} tasks`;
    expect(decodeDown(lane, bytes)).toEqual({ type: "problem", problem: reason });
  });

  test("a batch whose inputs do not fill their bytes", () => {
    const inputs = { ends: batch.inputs.ends, bytes: new Uint8Array(batch.inputs.bytes.length + 1) };
    const { lane, bytes } = encodeDown({ ...batch, inputs });
    expect(decodeDown(lane, bytes)).toMatchObject({
      type: "problem",
      problem: expect.stringContaining("batch.inputs: "),
    });
  });

  test.each([
    [
      "heartbeat.leases",
      upControl({
        type: "heartbeat",
        leases: Array.from({ length: maxLeasesInHeartbeat + 1 }, () => ({ epoch: 1, lease: 1 })),
      }),
    ],
    ["heartbeat.leases", upControl({ type: "heartbeat", leases: [{ epoch: 1 }] })],
    ["heartbeat.leases", upControl({ type: "heartbeat", leases: [{ epoch: 1, lease: 0 }] })],
    ["committed.parcels", downControl({ type: "committed", parcels: [] })],
    ["committed.parcels", downControl({ type: "committed", parcels: [1, 2, 0.5] })],
    ["committed.parcels", downControl({ type: "committed", parcels: Array(maxParcelsInCommitted + 1).fill(1) })],
    ["join.slots", upControl({ type: "join", tab: "0".repeat(32), name: "n", device: "", slots: 257, features: [] })],
    ["join.features", upControl({ ...join, features: ["WebGPU"] })],
    ["join.features", upControl({ ...join, features: Array(33).fill("a") })],
    ["join.features", upControl({ ...join, features: ["x".repeat(33)] })],
    ["progress.running", upControl({ type: "progress", running: [{ ...running, part: 1.1 }] })],
    ["progress.running", upControl({ type: "progress", running: Array.from({ length: 257 }, () => running) })],
    ["console.text", upControl({ ...line, text: "x".repeat(2_001) })],
    ["console.level", upControl({ ...line, level: "trace" })],
    ["join.tab", upControl({ type: "join", tab: "0".repeat(31), name: "n", device: "", slots: 1, features: [] })],
    ["join.name", upControl({ type: "join", tab: "0".repeat(32), name: "", device: "", slots: 1, features: [] })],
  ])("%s at its edge", (field, decoded) => {
    expect(decoded).toMatchObject({ type: "problem", problem: expect.stringContaining(`${field}: `) });
  });
});

function upControl(fields: Fields): Decoded<UpMessage> {
  return decodeUp("control", toAsciiJson(fields));
}

function downControl(fields: Fields): Decoded<DownMessage> {
  return decodeDown("control", toAsciiJson(fields));
}

test("a header that claims more than there is, is refused", () => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, 0xffff_ffff, true);
  expect(decodeUp("bulk", bytes)).toMatchObject({ type: "problem", problem: expect.stringContaining("a header of") });
  expect(lanes.results).toBe("bulk");
});

test.each([
  ["x-sketch", { strokes: [1, 2] }],
  ["x-a-name-of-a-stranger", {}],
])("a message of type %s is passed over, on both lanes and in both directions", (type, fields) => {
  const control = toAsciiJson({ type, ...fields });
  const header = toAsciiJson({ type, ...fields, columns: [3] });
  const bulk = new Uint8Array([...new Uint8Array(Uint32Array.of(header.length).buffer), ...header, 1, 2, 3]);
  for (const decode of [decodeUp, decodeDown]) {
    expect(decode("control", control)).toEqual({ type: "extension" });
    expect(decode("bulk", bulk)).toEqual({ type: "extension" });
  }
});

test.each(["x-", "X-sketch", "x-Sketch", "y-sketch", `x-${"a".repeat(63)}`, "x-é"])("%s names no extension", (type) => {
  expect(decodeUp("control", toAsciiJson({ type }))).toMatchObject({ type: "problem" });
});

test("an extension keeps to the bounds of its lane and of its columns", () => {
  const large = toAsciiJson({ type: "x-large", text: "a".repeat(maxControlBytes) });
  expect(decodeUp("control", large)).toMatchObject({ type: "problem" });
  const header = toAsciiJson({ type: "x-large", columns: [4] });
  const short = new Uint8Array([...new Uint8Array(Uint32Array.of(header.length).buffer), ...header, 1, 2, 3]);
  expect(decodeUp("bulk", short)).toMatchObject({ type: "problem" });
});
