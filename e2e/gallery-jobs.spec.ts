import { readFile } from "node:fs/promises";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** A job of the gallery, small, and what the page says of it when it is over. */
interface SmallJob {
  readonly card: string;
  readonly fields: Readonly<Record<string, number | string>>;
  /** Choices by their fields' labels. */
  readonly choices?: Readonly<Record<string, string>>;
  readonly reduced: string | RegExp;
  /** What the picture of the reduced value is called, where it has one. */
  readonly bar?: RegExp;
  readonly picture: string;
  readonly ends?: string;
}

const values = "Values, task by task";
const often = "How often each value came";
const runtimes = "Runtimes, task by task";

const jobs: readonly SmallJob[] = [
  {
    card: "Monte Carlo π",
    fields: { Estimates: 20, "Darts of each": 10_000 },
    reduced: /π is 3\.1\d* ± 0\.007\d*, by 200000 dartsof 20 results/,
    picture: often,
  },
  {
    card: "Crack the password",
    fields: { Password: "7777", "Longest words": 8, "Words of a task": 20_000 },
    choices: { "Made of": "digits" },
    reduced: "found: 7777",
    picture: "Why long passwords hold",
    ends: "ended early",
  },
  {
    card: "Mersenne primes",
    fields: { "First exponent": 2, "Last exponent": 130 },
    reduced: "[2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127]of 31 results",
    picture: runtimes,
  },
  { card: "Queens", fields: { Queens: 8 }, reduced: "92of 42 results", picture: values },
  {
    card: "Collatz",
    fields: { "Starts below": 100_000, "Starts of a task": 10_000 },
    reduced: "77031 takes 350 stepsof 10 results",
    picture: values,
  },
  {
    card: "Island evolution",
    fields: { "How many": 30, Islands: 3, Epochs: 4 },
    reduced: /a tour of [\d.]+, found by island [1-3] in epoch [1-4]of 12 results/,
    picture: "Shortest tour",
  },
  {
    card: "Tournament",
    fields: { "First player": 4, "Second player": 1, "Most games": 16_000, "Moves by chance": 6 },
    reduced: /depth 4 is stronger: \d+ won by the first, \d+ by the second, \d+ by none/,
    bar: /^Evidence \d[\d.]*, of -2\.9444 for depth 1 to 2\.9444 for depth 4$/,
    picture: often,
    ends: "satisfies until",
  },
  {
    card: "Search for hyperparameters",
    fields: { Networks: 30, Training: 60, Trial: 10 },
    reduced: /30 networks, [1-9]\d* of them stopped early; the best: \{"accuracy": \d/,
    picture: "Right answers by the learning rate",
  },
  {
    card: "Matrix product",
    fields: { "Rows and columns": 96, "Of a block": 32 },
    reduced: "884736 multiplications, 294912 bytes sent: 3 for each byteof 9 results",
    picture: "Tiles",
  },
  {
    card: "Sleep with a heavy tail",
    fields: { Count: 30, "Shortest sleep": 1, "Longest sleep": 1 },
    reduced: /30 sleeps, [\d.]+ ms in all, the longest [\d.]+ ms/,
    picture: often,
  },
];

/** Pixels of the results that the picture draws: in the plot's own area those of the series' colour, since axes and grid draw many; of tiles all. */
function drawnPixels(coordinator: CoordinatorActor, title: string): Promise<number> {
  return coordinator.page.getByRole("region", { name: title }).evaluate((region) => {
    const canvas = region.querySelector("canvas");
    if (canvas === null || canvas.width === 0) return 0;
    // A copy: of a canvas that is read again and again the browser warns.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    if (copy === null) throw new Error("no canvas");
    const pixelsOf = (x: number, y: number, width: number, height: number): Uint32Array =>
      new Uint32Array(copy.getImageData(x, y, width, height).data.buffer);
    copy.fillStyle = getComputedStyle(region).getPropertyValue("--accent").trim();
    copy.fillRect(0, 0, 1, 1);
    const [mark] = pixelsOf(0, 0, 1, 1);
    copy.clearRect(0, 0, 1, 1);
    copy.drawImage(canvas, 0, 0);
    const plot = region.querySelector(".u-over");
    if (plot === null) return pixelsOf(0, 0, canvas.width, canvas.height).filter((pixel) => pixel !== 0).length;
    const [whole, within] = [canvas.getBoundingClientRect(), plot.getBoundingClientRect()];
    const scale = canvas.width / whole.width;
    const inPixels = [within.x - whole.x, within.y - whole.y, within.width, within.height];
    const [x = 0, y = 0, width = 0, height = 0] = inPixels.map((length) => Math.round(length * scale));
    return pixelsOf(x, y, width, height).filter((pixel) => pixel === mark).length;
  });
}

test("an address starts a job of the gallery by itself; each other one runs small, draws itself, and says what it has come to", async ({
  coordinator,
  server,
  volunteers,
}) => {
  test.setTimeout(120_000);
  const { page } = coordinator;
  const reduced = page.getByRole("region", { name: "Reduced value" });
  await coordinator.open(server.origin, "?workload=primes&to=1000000&segment=100000&start=2");
  await volunteers(2);
  await expect(reduced).toContainText("78498of 10 results");
  await expect.poll(() => drawnPixels(coordinator, values)).toBeGreaterThan(0);

  for (const { card, fields, choices = {}, reduced: words, bar, picture, ends = "done in" } of jobs) {
    await test.step(card, async () => {
      await coordinator.chooseWorkload(card);
      for (const [label, choice] of Object.entries(choices)) await coordinator.choice(label).selectOption(choice);
      await coordinator.start(fields);
      await expect(page.locator(".job-phase")).toContainText(ends);
      await expect(reduced).toContainText(words);
      if (bar !== undefined) await expect(reduced.getByRole("img", { name: bar })).toBeVisible();
      await expect.poll(() => drawnPixels(coordinator, picture)).toBeGreaterThan(0);
      expect((await coordinator.counts())["Failed"]).toBe(0);
    });
  }
});

test("words are counted by map, shuffle and reduce of two volunteers, with the most frequent as bars, which are the same after a reload", async ({
  coordinator,
  server,
  volunteers,
}) => {
  const { page } = coordinator;
  const picture = page.getByRole("region", { name: "Most frequent words" });
  await coordinator.open(server.origin, "?workload=wordcount&start=2");
  await volunteers(2);
  await expect(picture).toContainText("reduce: 4 of 4 parts, 85 words, 34 of them different");
  await expect(
    picture.getByRole("img", { name: "Most frequent words, the 11, it 10, of 10, was 10, we 4," }),
  ).toBeVisible();
  await expect(page.locator(".job-phase")).toContainText("done in");
  await expect(page.getByRole("region", { name: "Reduced value" })).toContainText("85 words, 34 of them different");
  await expect.poll(() => drawnPixels(coordinator, "Most frequent words")).toBeGreaterThan(1_000);
  expect((await coordinator.counts())["Failed"]).toBe(0);
  const words = (await picture.locator(".picture-words").textContent()) ?? "";
  await coordinator.reload();
  await expect(picture).toContainText(words);

  await coordinator.chooseWorkload("Word count");
  await coordinator.choice("Text").selectOption("a file");
  await coordinator.button("Start").click();
  await expect(coordinator.fileField("File")).toHaveAccessibleDescription(/Pick the file that is counted\./);
  await coordinator.pickFile("File", "song.txt", "row row row your boat");
  await coordinator.start();
  await expect(picture.getByRole("img", { name: "Most frequent words, row 3, boat 1, your 1" })).toBeVisible();
});

test("a password outside its alphabet, or longer than the words that are tried, is named at its field", async ({
  coordinator,
}) => {
  await coordinator.chooseWorkload("Crack the password");
  const field = coordinator.field("Password");
  await field.fill("tigär");
  await expect(field).toHaveAccessibleDescription(/“ä” is none of: small letters\./);
  await coordinator.button("Start").click();
  await expect(field).toBeFocused();
  await expect(coordinator.log).toHaveText("Nothing has happened yet.");
  await field.fill("zebra");
  await expect(field).toHaveAccessibleDescription(
    "Stays in this page: volunteers get its hash alone. Take none that you use.",
  );
  await coordinator.setFields({ "Longest words": 4 });
  await expect(coordinator.field("Longest words")).toHaveAccessibleDescription(
    /The password has 5 letters: it would not be found\./,
  );
});

test("islands go on after a reload, from what is on record, until each has had all its epochs; the tour drawn is whose island found it", async ({
  coordinator,
  server,
  volunteers,
}) => {
  const { page } = coordinator;
  const picture = page.getByRole("region", { name: "Shortest tour" });
  await coordinator.open(server.origin, "?workload=islands&count=40&islands=4&epochs=20&tries=1&seed=3&start=2");
  await volunteers(2);
  await expect(picture).toContainText("of 80 epochs: ");
  await coordinator.reload();
  await expect(picture).toContainText(
    /80 of 80 epochs: [\d,]+ through 40 towns, by laptop-\d on island \d in its epoch \d+/,
  );
  await expect(page.locator(".job-phase")).toContainText("done in");
  expect(await coordinator.counts()).toMatchObject({ Total: 80, Done: 80, Failed: 0 });
  const words = (await picture.locator(".picture-words").textContent()) ?? "";
  await coordinator.reload();
  await expect(picture).toContainText(words);
  await expect.poll(() => drawnPixels(coordinator, "Shortest tour")).toBeGreaterThan(1_000);
});

test("towns are placed by clicks on a map, taken away by clicks on them, and typed; what is wrong with them is named there", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  const { page } = coordinator;
  await coordinator.chooseWorkload("Island evolution");
  await coordinator.choice("Towns").selectOption("where you click");
  const places = coordinator.field("Places of the towns");
  const map = page.getByRole("img", { name: /^Map with/ });
  await coordinator.button("Clear").click();
  await expect(places).toHaveAccessibleDescription(/^Must be 5 to 1,000 places such as 120,45/);
  const { width, height } = (await map.boundingBox()) ?? { width: 0, height: 0 };
  const spots = [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.9],
    [0.1, 0.9],
    [0.5, 0.5],
    [0.5, 0.2],
  ] as const;
  for (const [x, y] of spots) await map.click({ position: { x: x * width, y: y * height } });
  await expect(places).toHaveValue(/^(\d{2,3},\d{2,3} ){5}\d{3},\d{3}$/);
  await map.click({ position: { x: 0.5 * width, y: 0.2 * height } });
  await expect(page.getByText("5 places", { exact: true })).toBeVisible();
  await map.click({ position: { x: 0.5 * width, y: 0.5 * height } });
  await coordinator.button("Undo").click();
  await expect(page.getByText("5 places", { exact: true })).toBeVisible();
  await places.fill(`${await places.inputValue()} 1000,7`);
  await expect(places).toHaveAccessibleDescription(/up to 999 and 599/);
  await places.fill("100,100\n900,100\n900,500\n100,500\n500,300\n500,120");
  await coordinator.start({ Islands: 2, Epochs: 2 });
  await expect(page.getByRole("region", { name: "Shortest tour" })).toContainText(
    "4 of 4 epochs: 2,495 through 6 towns",
  );
  await expect(page.locator(".job-phase")).toContainText("done in");
});

test("islands from a job’s file evolve on another page, too, from the first epoch to the last", async ({
  coordinator,
  newPage,
  server,
}) => {
  await coordinator.chooseWorkload("Island evolution");
  await coordinator.setFields({ "How many": 12, Islands: 2, Epochs: 3 });
  await coordinator.button("Share what is in the form").click();
  const downloading = coordinator.page.waitForEvent("download");
  await coordinator.button("Save as file").click();
  const text = await readFile(await (await downloading).path(), "utf8");
  const other = new CoordinatorActor(await newPage("other room"));
  await other.open(server.origin);
  await other.pickFile("Open a job’s file", "islands.tabpool.json", text);
  await other.page.getByRole("switch", { name: "This tab helps too" }).check();
  await other.button("Start this job").click();
  await expect(other.page.getByRole("region", { name: "Shortest tour" })).toContainText("6 of 6 epochs: ");
  await expect(other.page.locator(".job-phase")).toContainText("done in");
});
