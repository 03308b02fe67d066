import type { OwnCoordinator } from "./actors/own-coordinator.ts";
import { expect, test } from "./own-fixtures.ts";

/** Gives each input back as JSON, so that texts and numbers are told apart; bytes as their number and the first and last. */
const program = `export default (input) => {
  if (!(input instanceof Uint8Array)) return JSON.stringify(input);
  return JSON.stringify([input.length, input.at(0), input.at(-1)]);
};`;

const mark = "\uFEFF";

interface Reading {
  readonly format: string;
  readonly name: string;
  readonly content: string | Buffer;
  /** Further fields of the form: choices, and numbers as texts. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Has the form read a picked file. */
async function pick(own: OwnCoordinator, { format, name, content, choices, fields }: Reading): Promise<void> {
  await own.choice("Read as").selectOption(format);
  for (const [label, choice] of Object.entries(choices ?? {})) await own.choice(label).selectOption(choice);
  await own.setFields(fields ?? {});
  await own.pickFile("File", name, content);
}

async function expectPreview(own: OwnCoordinator, about: string, columns: readonly string[]): Promise<void> {
  const preview = own.page.locator(".input-preview");
  await expect(preview).toContainText(about);
  await expect(preview.getByRole("columnheader")).toHaveText([...columns]);
}

async function expectRefused(own: OwnCoordinator, words: RegExp | string): Promise<void> {
  await own.submit();
  await expect(own.fileField("File")).toHaveAccessibleDescription(words);
  await expect(own.fileField("File")).toBeFocused();
  await expect(own.page.locator(".input-preview")).toHaveCount(0);
}

/** Starts the job, and waits until the table has these results, by their tasks, and no others. */
async function expectResults(own: OwnCoordinator, wanted: readonly unknown[]): Promise<void> {
  await own.start();
  await own.expectPhase("done in");
  const texts = wanted.map((input, at) => [String(at), JSON.stringify(input)]);
  await expect.poll(() => resultsByTask(own)).toEqual(texts);
}

async function resultsByTask(own: OwnCoordinator): Promise<readonly (readonly string[])[]> {
  const rows = (await own.rows()).toSorted((a, b) => Number(a["task"]) - Number(b["task"]));
  return rows.map((row) => [row["task"] ?? "", row["result"] ?? ""]);
}

/** Little-endian, with its mark unless it is left out. */
function utf16(text: string, begins = mark): Buffer {
  return Buffer.from(begins + text, "utf16le");
}

test("each format reads a file as its preview says, and retypes, trims or drops nothing", async ({
  own,
  volunteers,
}) => {
  await volunteers(1, 2);
  await own.setFields({ Function: program });
  await own.takeInputsFrom("a file");

  await test.step("CSV, with a byte order mark, quoted line ends and cells that are no numbers", async () => {
    const content = `${mark}code;big;note;said\r\n007;1e400;;"one\r\ntwo"\r\n\r\n7;1.50; x ;"a ""b"";"\n`;
    await pick(own, { format: "CSV, a table", name: "codes.csv", content });
    const about = "Separated by semicolon; the first row is a header; each row is an object; blank lines are left out.";
    await expectPreview(own, `2 inputs. ${about}`, [
      "code (number or text)",
      "big (number or text)",
      "note (text)",
      "said (text)",
    ]);
    await expectResults(own, [
      { code: "007", big: "1e400", note: "", said: "one\r\ntwo" },
      { code: 7, big: 1.5, note: " x ", said: 'a "b";' },
    ]);
  });

  await test.step("CSV, with its separator and header changed: UTF-16, and lone carriage returns", async () => {
    const choices = { "First row": "an input", "A row becomes": "a list", Cells: "texts only" };
    await pick(own, { format: "CSV, a table", name: "mac.csv", content: utf16("a\t1,5\rä\t2,5"), choices });
    const about = "the first row is an input; each row is a list";
    await expectPreview(own, `2 inputs. Separated by tab; ${about}`, ["1 (text)", "2 (text)"]);
    await own.choice("Separator").selectOption("comma");
    await expectPreview(own, `2 inputs. Separated by comma; ${about}`, ["1 (text)", "2 (text)"]);
    await expectResults(own, [
      ["a\t1", "5"],
      ["ä\t2", "5"],
    ]);
  });

  await test.step("JSON Lines, with blank lines and each kind of line end", async () => {
    const content = `${mark}7\r\n\r\n"007"\r{"a": [1.50, null]}\n"1e400"`;
    await pick(own, { format: "JSON, one value a line", name: "values.jsonl", content });
    await expectPreview(own, "4 inputs. Blank lines are left out.", ["input (number or object or text)"]);
    await expectResults(own, [7, "007", { a: [1.5, null] }, "1e400"]);
  });

  await test.step("one JSON array, in UTF-16", async () => {
    const content = utf16('[\r7, "0\\n7", [],\n {"ä": "]"}]\n');
    await pick(own, { format: "one JSON array", name: "values.json", content });
    await expectPreview(own, "4 inputs. Each element of the array", ["input (list or number or object or text)"]);
    await expectResults(own, [7, "0\n7", [], { ä: "]" }]);
  });

  await test.step("lines, with their spaces", async () => {
    await pick(own, { format: "lines of text", name: "lines.txt", content: " 007 \r\n\n1e400\rlast\n" });
    await expectPreview(own, "4 inputs. Each line is a text, with its spaces", ["input (text)"]);
    await expectResults(own, [" 007 ", "", "1e400", "last"]);
  });

  await test.step("text in parts of lines, and of kilobytes", async () => {
    const text = "text in parts of some lines";
    await pick(own, {
      format: text,
      name: "parts.txt",
      content: "a\r\nb\rc\n",
      fields: { "Size of a part": "2" },
    });
    await expectPreview(own, "2 inputs. Each part is a text.", ["input (text)"]);
    await expectResults(own, ["a\nb", "c"]);
    const choices = { "Counted in": "kilobytes" };
    const line = "x".repeat(19);
    const content = `${line}\n`.repeat(60);
    await pick(own, { format: text, name: "long.txt", content, choices, fields: { "Size of a part": "1" } });
    await own.setFields({ Function: "export default (text) => JSON.stringify(text.split('\\n').length);" });
    await expectPreview(own, "2 inputs. Each part is a text.", ["input (text)"]);
    await expectResults(own, [50, 10]);
    await own.setFields({ Function: program });
  });

  await test.step("bytes in parts", async () => {
    const content = Buffer.alloc(1_500, 7).fill(255, 1_499).fill(0, 0, 1);
    await pick(own, { format: "bytes in parts", name: "bytes.bin", content });
    await expectPreview(own, "2 inputs. Each part is a Uint8Array.", ["input (bytes)"]);
    await expectResults(own, [
      [1_000, 0, 7],
      [500, 7, 255],
    ]);
  });
});

test("a broken file is refused with the place, the reason and what to do, and what was read before stays", async ({
  own,
  volunteers,
}) => {
  await volunteers(1, 2);
  await own.setFields({ Function: program });
  await own.takeInputsFrom("a file");
  const orSkip = "Mend the file and pick it again, or have malformed rows skipped.";

  await test.step("CSV with ragged rows, an open quotation mark, and nothing below its header", async () => {
    const format = "CSV, a table";
    await pick(own, { format, name: "ragged.csv", content: 'a,b\n1,2\n3\n"4\n\n4",5,6\n7,"8\n' });
    await expectRefused(
      own,
      new RegExp(
        "Not all of it can be read: line 3 has 1 cell instead of 2: 3; line 4 has 3 cells instead of 2: 4\\s+4,5,6; " +
          `line 7 has a quotation mark that is not closed: 7,8\\s*\\. ${orSkip}`,
      ),
    );
    await pick(own, { format, name: "header.csv", content: "a,b\n" });
    await expectRefused(own, /There is no input: no row follows the header\./);
  });

  await test.step("JSON Lines with a wrong line, and with a number that would become another one", async () => {
    const format = "JSON, one value a line";
    await pick(own, { format, name: "wrong.jsonl", content: "1\n\n1e400\n{oops\n5" });
    const wrong = /line 3 is no JSON value: 1e400 is too large for a number; write it as a text: 1e400; line 4 is no/;
    await expectRefused(own, wrong);
    await expectRefused(own, new RegExp(orSkip));
    await own.choice("At a malformed row").selectOption("skip it");
    const skipped = "2 inputs. 2 malformed rows skipped, the first since line 3 is no JSON value: 1e400 is too large";
    await expectPreview(own, skipped, ["input (number)"]);
    await own.start();
    await own.expectPhase("2 done, 2 skipped, in");
    expect(await own.counts()).toEqual({ Done: 2, Failed: 0, Leased: 0, Pending: 0, Skipped: 2, Total: 4 });
  });

  await test.step("JSON cut in the middle, which nothing can skip", async () => {
    const format = "one JSON array";
    await pick(own, { format, name: "cut.json", content: '[1, 2, {"a": ' });
    const cut = /element 3 is not finished: the text ends before the \] of the array; give all of it: \{"a":/;
    await expectRefused(own, cut);
    await own.choice("At a malformed row").selectOption("stop");

    // Beyond what the form looks at before the start.
    const elements = Array.from({ length: 12 }, (_, at) => JSON.stringify([at, "x".repeat(6_000)]));
    await pick(own, { format, name: "long.json", content: `[${elements.join(",")},[12, ` });
    await own.start({ Function: "export default ([n]) => JSON.stringify(n);" });
    await own.expectPhase("input 12 could not be had: element 13 is not finished: the text ends before");
    await own.expectPhase("done in");
    await expect.poll(() => resultsByTask(own)).toEqual(elements.map((_, at) => [String(at), String(at)]));
  });

  await test.step("another encoding, at the beginning and further on", async () => {
    const format = "lines of text";
    await pick(own, { format, name: "latin.txt", content: Buffer.from("ab\nKöln\n", "latin1") });
    const remedy = "save the file as UTF-8, then pick it again";
    await expectRefused(own, new RegExp(`line 2: byte 5 of the file is no UTF-8; ${remedy}\\.`));
    await pick(own, { format, name: "unmarked.txt", content: utf16("ab\ncd", "") });
    await expectRefused(own, new RegExp(`line 1: the file begins like UTF-16 without the mark of it; ${remedy}`));

    const lines = `${"x".repeat(5_999)}\n`.repeat(12);
    await pick(own, { format, name: "late.txt", content: Buffer.from(`${lines}ö\n`, "latin1") });
    await own.start({ Function: "export default (line) => JSON.stringify(line.length);" });
    await own.expectPhase(`could not be had: line 13: byte 72,001 of the file is no UTF-8; ${remedy}`);
    await own.expectPhase("done in");
    await expect.poll(() => resultsByTask(own)).toEqual(Array.from({ length: 12 }, (_, at) => [String(at), "5999"]));
  });

  await test.step("an empty file", async () => {
    for (const format of ["lines of text", "bytes in parts", "CSV, a table", "one JSON array"]) {
      await pick(own, { format, name: "empty.txt", content: "" });
      await expectRefused(own, /empty\.txt is empty: pick another file\./);
    }
  });
});

test("a range, random numbers by their seed and a typed list are the inputs that the form says", async ({
  own,
  volunteers,
}) => {
  await volunteers(1, 2);
  await own.setFields({ Function: program });

  await own.takeInputsFrom("a range of numbers");
  await own.submit({ "First number": 3, "Last number": -3, Step: 2 });
  await expect(own.field("Last number")).toHaveAccessibleDescription(/must not be below the first/);
  await own.setFields({ "First number": -3, "Last number": 4 });
  await expectResults(own, [-3, -1, 1, 3]);

  await own.takeInputsFrom("random numbers");
  await own.submit({ "How many": 8, Smallest: 9, Largest: -9, Seed: 5 });
  await expect(own.field("Largest")).toHaveAccessibleDescription(/must not be below the smallest/);
  await own.setFields({ Smallest: -9, Largest: 999_999 });
  const draw = async (): Promise<readonly number[]> => {
    await own.start();
    await own.expectPhase("done in");
    await expect.poll(async () => (await resultsByTask(own)).filter(([, result]) => result !== "").length).toBe(8);
    return (await resultsByTask(own)).map(([, result]) => Number(result));
  };
  const drawn = await draw();
  expect(drawn.filter((n) => !Number.isInteger(n) || n < -9 || n > 999_999)).toEqual([]);
  expect(await draw()).toEqual(drawn);
  await own.setFields({ Seed: 6 });
  expect(await draw()).not.toEqual(drawn);

  await own.takeInputsFrom("a list typed here");
  await own.setFields({ Inputs: '007\n"7"' });
  await own.submit();
  await expect(own.field("Inputs")).toHaveAccessibleDescription(/line 1 is no JSON value: .*: 007\./);
  await own.setFields({ Inputs: '"007"\n\n7\n[1.50]' });
  await expectPreview(own, "3 inputs. Blank lines are left out.", ["input (list or number or text)"]);
  await expectResults(own, ["007", 7, [1.5]]);
  await own.choice("Read as").selectOption("lines of text");
  await own.setFields({ Inputs: " 007\n1e400" });
  await expectResults(own, [" 007", "1e400"]);
});
