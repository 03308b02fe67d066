import { createElement, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { scaleScroll } from "./scaled-scroll.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";

const rowPx = 28;
const boxPx = 500;

/** A busy machine draws late. */
const within = { timeout: 10_000 };

function Rows({ count }: { count: number }): ReactElement {
  const { boxRef, headRef, heightPx, rows } = useVirtualRows(count, rowPx);
  const drawn = rows.map(({ position, topPx }) =>
    createElement(
      "p",
      {
        key: position,
        style: { position: "absolute", margin: 0, height: rowPx, transform: `translateY(${topPx}px)` },
      },
      position,
    ),
  );
  return createElement(
    "div",
    { ref: boxRef, tabIndex: 0, style: { height: boxPx, overflow: "auto", contain: "size" } },
    createElement("div", { ref: headRef, style: { position: "sticky", top: 0, height: rowPx } }, "head"),
    createElement("div", { style: { position: "relative", height: heightPx } }, drawn),
  );
}

interface Table {
  readonly box: HTMLElement;
  readonly show: (count: number) => void;
  /** The numbers of the rows in sight, the uppermost first, and how far that one's top is below the head. */
  readonly inSight: () => { readonly numbers: readonly number[]; readonly topPx: number };
}

function mount(count: number): Table {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  const show = (rows: number): void => root.render(createElement(Rows, { count: rows }));
  show(count);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  return {
    get box() {
      const { firstElementChild: box } = place;
      if (!(box instanceof HTMLElement)) throw new Error("the table is not there yet");
      return box;
    },
    show,
    inSight() {
      const head = this.box.getBoundingClientRect().top + rowPx;
      const seen = [...this.box.querySelectorAll("p")]
        .map((row) => ({ number: Number(row.textContent), topPx: row.getBoundingClientRect().top - head }))
        .filter(({ topPx }) => topPx > -rowPx && topPx < boxPx - rowPx)
        .toSorted((a, b) => a.topPx - b.topPx);
      return { numbers: seen.map(({ number }) => number), topPx: seen[0]?.topPx ?? Number.NaN };
    },
  };
}

/** Rows without a gap from the first to the last of these. */
async function expectInSight(table: Table, first: number, last: number): Promise<void> {
  await vi.waitFor(() => {
    const { numbers } = table.inSight();
    expect([numbers[0], numbers.at(-1)]).toEqual([first, last]);
    expect(numbers).toEqual(Array.from(numbers, (_, at) => first + at));
  }, within);
}

/** The row at the top of the box, to a fraction. */
function topOf(table: Table): number {
  const { numbers, topPx } = table.inSight();
  return (numbers[0] ?? Number.NaN) - topPx / rowPx;
}

/** Waits until the box stands where its content is: fine scrolling moves both by as much, and is made up for at rest. */
async function atRest(table: Table, count: number): Promise<void> {
  const { toScrolled } = scaleScroll(count * rowPx, boxPx - rowPx);
  await vi.waitFor(() => {
    expect(Math.abs(table.box.scrollTop - toScrolled(topOf(table) * rowPx))).toBeLessThan(2);
  }, within);
}

describe.each([20_000, 1_000_000, 10_000_000])("a table of %i rows", (count) => {
  test("shows its first rows, and its last ones at the end of the scroll", async () => {
    const table = mount(count);
    await expectInSight(table, 0, 16);
    expect(table.box.scrollHeight).toBeLessThan(17_800_000);
    table.box.scrollTop = table.box.scrollHeight;
    await expectInSight(table, count - 17, count - 1);
    table.box.scrollTop = 0;
    await expectInSight(table, 0, 16);
  });

  test("is in its middle where the scrollbar is in its middle, and moves by pixels from there", async () => {
    const table = mount(count);
    await expectInSight(table, 0, 16);
    table.box.scrollTop = (table.box.scrollHeight - table.box.clientHeight) / 2;
    await vi.waitFor(() => expect(Math.abs(topOf(table) - count / 2)).toBeLessThan(20 + count * 1e-5), within);
    const before = topOf(table);
    for (let turn = 1; turn <= 5; turn += 1) {
      table.box.scrollBy({ top: 100, behavior: "instant" });
      await vi.waitFor(() => expect(topOf(table)).toBeCloseTo(before + (turn * 100) / rowPx, 1), within);
    }
    await atRest(table, count);
    expect(topOf(table)).toBeCloseTo(before + 500 / rowPx, 1);
  });

  test("reaches its very last row by pixels, too", async () => {
    const table = mount(count);
    await expectInSight(table, 0, 16);
    table.box.scrollTop = table.box.scrollHeight;
    await expectInSight(table, count - 17, count - 1);
    table.box.scrollBy({ top: -1_000, behavior: "instant" });
    await vi.waitFor(() => expect(topOf(table)).toBeCloseTo(count - (boxPx - rowPx + 1_000) / rowPx, 1), within);
    table.box.scrollBy({ top: 1_000, behavior: "instant" });
    await expectInSight(table, count - 17, count - 1);
  });
});

test("a table that has fewer rows than before shows its last ones", async () => {
  const table = mount(10_000_000);
  await expectInSight(table, 0, 16);
  table.box.scrollTop = table.box.scrollHeight;
  await expectInSight(table, 9_999_983, 9_999_999);
  table.show(1_000);
  await expectInSight(table, 983, 999);
  table.show(5);
  await expectInSight(table, 0, 4);
});

test("a table that has more rows than before stays where it is", async () => {
  const table = mount(1_000_000);
  await expectInSight(table, 0, 16);
  table.box.scrollTop = 4_000_000;
  await vi.waitFor(() => expect(topOf(table)).toBeGreaterThan(400_000), within);
  const before = topOf(table);
  table.show(2_000_000);
  await vi.waitFor(() => expect(table.box.scrollTop).toBeLessThan(3_900_000), within);
  await atRest(table, 2_000_000);
  expect(topOf(table)).toBeCloseTo(before, 1);
});
