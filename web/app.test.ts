import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { showPage, type PageEntry } from "./app.tsx";

const what = "Lend this device’s cores to a room";

/** Rings when the test says so, unless it is called off. */
class HandClock {
  #ring: (() => void) | null = null;

  after(_ms: number, ring: () => void): () => void {
    this.#ring = ring;
    return () => {
      this.#ring = null;
    };
  }

  ring(): void {
    this.#ring?.();
  }
}

function pageOf(code: Promise<() => string>): PageEntry {
  return { what, load: () => code };
}

test("a page whose code is at hand is drawn once", async () => {
  const drawn: string[] = [];
  const clock = new HandClock();
  const draw = (page: ReactNode): number => drawn.push(renderToStaticMarkup(page));
  await showPage(pageOf(Promise.resolve(() => "The page")), draw, clock);
  clock.ring();
  expect(drawn).toEqual(["The page"]);
});

test("a page whose code is late says what it is for until then", async () => {
  const drawn: string[] = [];
  const clock = new HandClock();
  const arrivals: ((page: () => string) => void)[] = [];
  const code = new Promise<() => string>((resolve) => arrivals.push(resolve));
  const shown = showPage(pageOf(code), (page) => drawn.push(renderToStaticMarkup(page)), clock);
  expect(drawn).toEqual([]);
  clock.ring();
  expect(drawn).toEqual([expect.stringContaining(what)]);
  arrivals[0]?.(() => "The page");
  await shown;
  expect(drawn.at(-1)).toBe("The page");
});

test("code that cannot be had is an error of the page", async () => {
  let drawn: ReactNode = null;
  const page = pageOf(Promise.reject(new Error("the server is away")));
  await showPage(page, (node) => (drawn = node), new HandClock());
  expect(() => renderToStaticMarkup(drawn)).toThrow("the server is away");
});
