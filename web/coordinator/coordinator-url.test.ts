import { boardViews } from "./board-views.ts";
import { describe, expect, test } from "vitest";
import { optionPresets } from "./option-fields.ts";
import { parametersOf, parseCoordinatorUrl } from "./coordinator-url.ts";
import { findWorkload, workloads } from "../workloads/catalogue.ts";

const presets = { count: 10, smallest: 0, largest: 10_000, shortest: 0, longest: 3, seed: 1 };

function problemsOf(search: string): [string, string][] {
  return parseCoordinatorUrl(search).problems.map(({ parameter, text }) => [parameter, text]);
}

describe("the coordinator's URL", () => {
  test("without parameters it offers the first workload with its presets and waits for a click", () => {
    const url = parseCoordinatorUrl("");
    expect(url.workload.id).toBe("squares");
    expect(url.values).toEqual(presets);
    expect(url.startAt).toBeNull();
    expect(url.problems).toEqual([]);
  });

  test("asks for a job, whose form the page opens, once it says anything of one", () => {
    for (const search of ["", "?room=ABC234", "?room=nonsense", "?cuont=1"]) {
      expect(parseCoordinatorUrl(search).asksForJob, search).toBe(false);
    }
    for (const search of ["?workload=words", "?count=20", "?start=2", "?room=ABC234&limit=5", "?program=/a.js"]) {
      expect(parseCoordinatorUrl(search).asksForJob, search).toBe(true);
    }
  });

  const gallery =
    "squares mandelbrot pathtracer password pi primes lucaslehmer queens islands tournament hyperparameters photo wordcount matrix heavytail collatz";

  test.each(gallery.split(" "))("starts %s of the gallery by what its form begins with, once somebody is in", (id) => {
    const url = parseCoordinatorUrl(`?workload=${id}&start=1`);
    expect(url).toMatchObject({ workload: { id }, problems: [], startAt: 1 });
    expect(url.workload.check(url.values)).toEqual({});
  });

  test("takes workload, fields, sleep and start", () => {
    const url = parseCoordinatorUrl("?workload=squares&count=10&sleep=0&seed=7&start=2");
    expect(url.problems).toEqual([]);
    expect(url.values).toEqual({ ...presets, longest: 0, seed: 7 });
    expect(url.startAt).toBe(2);
  });

  test("takes how many seats the room has, which says nothing of a job", () => {
    expect(parseCoordinatorUrl("").seats).toEqual({ volunteers: 400, ofOneNetwork: 200 });
    const url = parseCoordinatorUrl("?seats=30&network-seats=10");
    expect(url).toMatchObject({ seats: { volunteers: 30, ofOneNetwork: 10 }, asksForJob: false, problems: [] });
    const wrong = parseCoordinatorUrl("?seats=401&network-seats=0");
    expect(wrong.seats).toEqual({ volunteers: 400, ofOneNetwork: 200 });
    expect(wrong.problems.map(({ parameter }) => parameter)).toEqual(["seats", "network-seats"]);
  });

  test("takes every field by its name", () => {
    const url = parseCoordinatorUrl("?count=20&smallest=5&largest=6&shortest=1&longest=2&seed=3");
    expect(url.problems).toEqual([]);
    expect(url.values).toEqual({ count: 20, smallest: 5, largest: 6, shortest: 1, longest: 2, seed: 3 });
  });

  test("takes a workload's shorthand for several fields, and names it where it is malformed", () => {
    expect(parseCoordinatorUrl("?sleep=1-2")).toMatchObject({
      values: { ...presets, shortest: 1, longest: 2 },
      problems: [],
    });
    expect(parseCoordinatorUrl("?sleep=2-1")).toMatchObject({
      values: presets,
      problems: [
        {
          parameter: "sleep",
          text: "“2-1” is not allowed; it must be the longest sleep, a whole number from 0 to 3,600 (s), or both ends, as in 1-2.",
        },
      ],
    });
  });

  test("names a value beyond its field's limits, says what is allowed and keeps the preset", () => {
    expect(problemsOf("?count=0")).toEqual([
      ["count", "“0” is not allowed; it must be a whole number from 1 to 10,000,000 (tasks)."],
    ]);
    expect(parseCoordinatorUrl("?count=0").values).toEqual(presets);
  });

  test("names an unknown parameter, an unknown workload and a parameter given twice", () => {
    expect(problemsOf("?cuont=10")).toEqual([["cuont", "This page has no such parameter."]]);
    const others = workloads.map(({ id }) => id).slice(0, -1);
    expect(problemsOf("?workload=cubes")).toEqual([
      ["workload", `“cubes” is not allowed; it must be ${others.join(", ")} or own.`],
    ]);
    expect(problemsOf("?count=1&count=2")).toEqual([["count", "Given more than once."]]);
  });

  test.each(["0", "401", "two", ""])("start=%s is named and does not start anything", (start) => {
    const url = parseCoordinatorUrl(`?start=${start}`);
    expect(url.startAt).toBeNull();
    expect(url.problems.map(({ parameter }) => parameter)).toEqual(["start"]);
  });

  test("names fields that contradict each other", () => {
    expect(problemsOf("?smallest=7&largest=6")).toEqual([
      ["largest", "The largest number must not be below the smallest."],
    ]);
  });

  test("leaves fields as they are where a shorthand for them is given, too, and names the shorthand", () => {
    expect(problemsOf("?sleep=1&longest=2")).toEqual([
      ["sleep", "Says the same as shortest and longest; give one or the other."],
    ]);
    expect(parseCoordinatorUrl("?sleep=1&longest=2").values).toEqual({ ...presets, longest: 2 });
  });

  test("takes the job's options, each by its name, and leaves the others as they are", () => {
    const url = parseCoordinatorUrl(
      "?priority=3&limit=5&attempts=2&batch=100&speculation=off&order=index&precision=1%",
    );
    expect(url.problems).toEqual([]);
    expect(url.options).toEqual({
      priority: "3",
      limit: "5",
      attempts: "2",
      batch: "100",
      speculation: "off",
      order: "index",
      precision: "1%",
    });
    expect(parseCoordinatorUrl("?batch=auto").options).toEqual(optionPresets);
  });

  test.each([
    ["limit", "0", "auto, or a whole number from 1 to 86,400 (s)"],
    ["limit", "soon", "auto, or a whole number from 1 to 86,400 (s)"],
    ["attempts", "0", "a whole number from 1 to 20"],
    ["attempts", "auto", "a whole number from 1 to 20"],
    ["batch", "8193", "auto, or a whole number from 1 to 8,192 (tasks)"],
    ["speculation", "yes", "on or off"],
    ["order", "", "completed or index"],
  ])("%s=%s is named as malformed and leaves the option as it is", (name, text, allowed) => {
    const url = parseCoordinatorUrl(`?${name}=${text}`);
    expect(url.problems).toEqual([{ parameter: name, text: `“${text}” is not allowed; it must be ${allowed}.` }]);
    expect(url.options).toEqual(optionPresets);
  });

  test("lists all that the page takes", () => {
    expect(parseCoordinatorUrl("").rules.map(({ name }) => name)).toEqual([
      "workload",
      "count",
      "smallest",
      "largest",
      "shortest",
      "longest",
      "seed",
      "sleep",
      "priority",
      "limit",
      "attempts",
      "batch",
      "speculation",
      "order",
      "precision",
      "room",
      "view",
      "lesson",
      "program",
      "start",
      "seats",
      "network-seats",
    ]);
  });
});

describe("each workload's address", () => {
  test("takes every field but files, each under a name that nothing else of the page has", () => {
    for (const { id, fields } of workloads) {
      const { workload, rules } = parseCoordinatorUrl(`?workload=${id}`);
      expect(workload.id).toBe(id);
      const names = rules.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(fields.map(({ name }) => name)));
    }
  });

  test("fills in texts of several lines, choices, switches and programs", () => {
    const words = parseCoordinatorUrl("?workload=words&text=one%0Atwo&counted=letters&lines=2&case=on");
    expect(words.problems).toEqual([]);
    expect(words.values).toEqual({ text: "one\ntwo", file: null, counted: "letters", lines: 2, case: true });
    const code = "export default (n) => n + 1";
    const own = parseCoordinatorUrl(
      `?workload=own&code=${encodeURIComponent(code)}&inputs=1%0A2&title=Next&unit=number`,
    );
    expect(own.problems).toEqual([]);
    expect(own.values).toMatchObject({
      code,
      given: "list",
      list: "1\n2",
      title: "Next",
      unit: "number",
      format: "jsonl",
    });
  });

  test("says what is in a form by the fields that differ from the presets, as it reads them; nothing of a wrong or a very long one", () => {
    const inputs = { text: "one\ntwo", file: null, counted: "letters", lines: "2", case: "off" };
    const words = findWorkload("words");
    const own = findWorkload("own");
    if (words === undefined || own === undefined) throw new Error("no such workloads");
    const parameters = parametersOf(words, inputs);
    expect(parameters).toEqual({ text: "one\ntwo", counted: "letters", lines: "2" });
    const read = parseCoordinatorUrl(`?workload=words&${new URLSearchParams(parameters).toString()}`);
    expect(read).toMatchObject({
      problems: [],
      values: { text: "one\ntwo", counted: "letters", lines: 2, case: false },
    });
    expect(parametersOf(words, { ...inputs, lines: "0" })).toEqual({});
    expect(parametersOf(words, { ...inputs, text: "x".repeat(10_000) })).toEqual({});
    // A field that is not shown has no meaning.
    expect(parametersOf(own, { given: "range", from: "3", list: "7" })).toEqual({ given: "range", from: "3" });
  });

  test.each([
    ["workload=words&counted=vowels", "counted", "must be words, different, frequent or letters."],
    ["workload=words&case=yes", "case", "must be on or off."],
    ["workload=words&lines=0", "lines", "must be a whole number from 1 to 1,000,000."],
    ["workload=words&text=", "text", "There is nothing to count."],
    ["workload=words&file=a.txt", "file", "must be picked in the form, since no address can hold a file."],
    ["workload=password&word=zebra", "word", "must be typed in the form, since every address is sent to its server."],
    ["workload=own&title=", "title", "Must not be empty."],
    ["workload=own&inputs=x", "inputs", "Each line must be one JSON value"],
    ["workload=own&inputs=2..1", "inputs", "The last number must not be below the first."],
    ["workload=own&inputs=1..9&list=7", "inputs", "Says the same as given and from and to and list"],
    ["workload=own&from=7", "from", "Has a meaning only with given=range."],
    ["workload=own&row=list", "row", "Has a meaning only with given=list or file and format=csv."],
    ["workload=own&code=", "code", "must be a program: text of 1 to"],
    ["workload=own&task=%7B", "task", "Is no template"],
    ["workload=own&counted=words", "counted", "This page has no such parameter."],
  ])("names what is wrong in ?%s", (search, parameter, words) => {
    expect(problemsOf(`?${search}`)).toEqual([[parameter, expect.stringContaining(words)]]);
  });

  test("may name a view behind the #, and one that there is not is named", () => {
    const at = { origin: "http://room.test" };
    for (const { id } of boardViews) {
      expect(parseCoordinatorUrl("", { ...at, hash: `#${id}` }).problems).toEqual([]);
    }
    expect(parseCoordinatorUrl("", { ...at, hash: "#timelime" }).problems).toEqual([
      {
        parameter: "#timelime",
        text: expect.stringMatching(/^This page has no such view; it may be #table, .* or #network\.$/u),
      },
    ]);
  });

  test("may ask for the projector's view, which asks for no job, and for no other one", () => {
    const { problems, asksForJob } = parseCoordinatorUrl("?view=projector");
    expect({ problems, asksForJob }).toEqual({ problems: [], asksForJob: false });
    expect(problemsOf("?view=wall")).toEqual([["view", expect.stringContaining("it must be projector: ")]]);
  });

  test("may name a lesson, which asks for no job, and names one that there is not", () => {
    expect(parseCoordinatorUrl("?lesson=pool")).toMatchObject({ asksForJob: false, problems: [] });
    expect(parseCoordinatorUrl("?lesson=juggling").problems).toEqual([
      { parameter: "lesson", text: expect.stringMatching(/^“juggling” is not allowed; it must be process, pool/) },
    ]);
  });

  test("starts no program by itself that it brought in, since the owner of the room has not read it", () => {
    const code = encodeURIComponent("export default (n) => n");
    expect(problemsOf(`?workload=own&code=${code}&start=1`)).toEqual([
      ["start", expect.stringContaining("does not start by itself")],
    ]);
    expect(problemsOf("?workload=own&inputs=1&start=1")).toEqual([]);
    expect(parseCoordinatorUrl("?start=1", { hash: "#job=1abc", origin: "http://room.test" }).problems).toEqual([
      { parameter: "start", text: expect.stringContaining("does not start by itself") },
    ]);
  });

  test("names a program of this server by its path, which is that of one's own function and may start by itself", () => {
    const from = { hash: "", origin: "http://room.test" };
    for (const given of ["/programs/a.js?v=2", "programs/a.js?v=2", "http://room.test/programs/a.js?v=2"]) {
      const url = parseCoordinatorUrl(`?program=${encodeURIComponent(given)}&inputs=1..1000&start=2`, from);
      expect(url).toMatchObject({ program: "/programs/a.js?v=2", startAt: 2, problems: [] });
      expect(url.workload.id).toBe("own");
    }
  });

  test.each(["http://other.test/a.js", "//other.test/a.js", "https://room.test/a.js", "data:text/javascript,1", ""])(
    "takes no program from elsewhere: %s",
    (given) => {
      const from = { hash: "", origin: "http://room.test" };
      const { program, problems } = parseCoordinatorUrl(`?program=${encodeURIComponent(given)}`, from);
      expect(program).toBeNull();
      expect(problems).toEqual([
        { parameter: "program", text: expect.stringContaining("the address of a program on this server") },
      ]);
    },
  );

  test("takes a program once, and for one's own function alone", () => {
    expect(problemsOf("?program=/a.js&code=x")).toEqual([["program", "Give either it or code."]]);
    expect(problemsOf("?program=/a.js&workload=squares")).toEqual([
      ["program", "Has a meaning only with workload=own."],
    ]);
  });
});
