import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { arrows, circles, forbiddenImports, importsOf, readGraph, roomOf, rooms } from "./imports.mjs";

const graph = readGraph(fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, ""));

test("each file imports what its room may import", () => {
  expect(graph.size).toBeGreaterThan(200);
  expect(forbiddenImports(graph)).toEqual([]);
});

test("no room may import what it has no use for", () => {
  const used = new Set(arrows(graph).map(({ from, to }) => `${from} ${to}`));
  const allowed = rooms.flatMap(({ name, may }) => may.map((other) => `${name} ${other}`));
  expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
});

test("no files import each other in a circle, not even their types", () => {
  expect(circles(graph)).toEqual([]);
});

function fileIn({ paths: [path = ""] }: (typeof rooms)[number]): string {
  return path.endsWith("/") ? `${path}planted.ts` : path;
}

test.each(rooms)("in $name an import of any room that it may not import is found", (room) => {
  for (const other of rooms) {
    if (other === room || room.may.includes(other.name) || other.name === "room's names") continue;
    const [file, imported] = [fileIn(room), fileIn(other)];
    expect(forbiddenImports(new Map([[file, [imported]]]))).toEqual([
      `${file} imports ${imported}: ${room.name} may not import ${other.name}`,
    ]);
  }
});

test.each(rooms.filter(({ packages }) => packages !== undefined))("in $name an import of React is found", (room) => {
  const file = fileIn(room);
  expect(forbiddenImports(new Map([[file, ["npm:react"]]]))).toEqual([`${file} imports react: ${room.name} may not`]);
});

test("a file that lies in no room is found", () => {
  expect(forbiddenImports(new Map([["web/attic/box.ts", []]]))[0]).toMatch(/^web\/attic\/box\.ts lies in no room/);
});

test("a circle of three files is found, and a file that imports itself", () => {
  const knot = new Map([
    ["a.ts", ["b.ts"]],
    ["b.ts", ["c.ts", "d.ts"]],
    ["c.ts", ["a.ts"]],
    ["d.ts", ["d.ts"]],
  ]);
  expect(circles(knot)).toEqual([["d.ts"], ["a.ts", "b.ts", "c.ts"]]);
});

test("imports of types, of code that is loaded later, and for effect alone count; comments do not", () => {
  const source = `
    import type { A } from "./a.ts";
    export { b } from "../b.ts";
    const c = await import("./c.ts");
    import "./d.css";
    import { createStore } from "zustand/vanilla";
    // import "./e.ts";
    /* from "./f.ts" */
  `;
  expect(importsOf("web/room/x.ts", source)).toEqual([
    "web/room/a.ts",
    "web/b.ts",
    "web/room/c.ts",
    "web/room/d.css",
    "npm:zustand/vanilla",
  ]);
});

test("a file belongs to the room with the longest path", () => {
  expect(roomOf("web/journal/journal.ts")?.name).toBe("contracts");
  expect(roomOf("web/journal/tally.ts")?.name).toBe("journal");
  expect(roomOf("web/environment/browser/x.ts")?.name).toBe("environment/browser");
});
