import { createHash } from "node:crypto";
import { expect } from "../actors/expect.ts";
import { serverAway } from "../expected-noise.ts";
import { test } from "../fixtures.ts";
import type { Project } from "./project.ts";

/** Programs in Node: the examples but those of managers, what a script waits for at its end, and the command. */
export function testPrograms(project: Project): void {
  test("the example of a pool of four ends all five tasks, the fifth once there is room", async () => {
    project.installed.copyExample("pool.mjs");
    const said = (await project.installed.runNode("pool.mjs")).trim().split("\n");
    expect(said.filter((line) => /^task \d begins$/.test(line)).toSorted()).toEqual(
      [0, 1, 2, 3, 4].map((n) => `task ${n} begins`),
    );
    const lastBegun = said.findLastIndex((line) => line.endsWith("begins"));
    expect(said.findIndex((line) => line.includes("took"))).toBeLessThan(lastBegun);
    expect(said.filter((line) => /^task \d took \d\.\d\d s$/.test(line))).toHaveLength(5);
    expect([said[0], said.at(-1)]).toEqual(["waiting for all five", "all five done"]);
  });

  test("the example of a search ends with its first hit", async () => {
    project.installed.copyExample("search.mjs");
    const said = await project.installed.runNode("search.mjs");
    const [, text = "", hash] = /^(tabpool \d+): ([0-9a-f]{64})\n$/.exec(said) ?? [];
    expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
    expect(hash).toMatch(/^0000/);
  });

  test("the example of a process tells of the child, and how it has ended", async () => {
    project.installed.copyExample("process.mjs");
    const said = await project.installed.runNode("process.mjs");
    expect(said).toBe("parent 1\nchild test runs as 2, its parent is 1\nchild ended with 0\n");
  });

  test("the example of a queue has a reader that takes all letters in their order and is terminated", async () => {
    project.installed.copyExample("queue.mjs");
    const said = (await project.installed.runNode("queue.mjs")).trim().split("\n");
    for (const word of ["put", "got"]) {
      expect(said.filter((line) => line.startsWith(word))).toEqual(
        ["A", "B", "C"].map((letter) => `${word} ${letter}`),
      );
    }
    expect(said.at(-1)).toBe("reader ended with -15");
  });

  test("the example of shared state counts each step of four processes", async () => {
    project.installed.copyExample("shared-state.mjs");
    expect(await project.installed.runNode("shared-state.mjs")).toBe("counted to 100\n");
  });

  test("a Node script waits at its end for its processes, and for daemons only while it waits for their word", async () => {
    project.installed.write(
      "daemons.js",
      `import { Process, Queue } from "tabpool";
      const said = new Queue();
      const forEver = async (said) => { await said.put("daemon"); await new Promise(() => setInterval(() => {}, 1_000)); };
      const daemon = new Process({ target: forEver, args: [said], daemon: true });
      await daemon.start();
      console.log(await said.get());
      const last = async () => { await new Promise((done) => setTimeout(done, 300)); console.log("process"); };
      await new Process({ target: last }).start();
      process.on("exit", () => console.log("end, daemon " + daemon.isAlive()));`,
    );
    expect(await project.installed.runNode("daemons.js")).toBe("daemon\nprocess\nend, daemon true\n");
  });

  test("the example whose workers are tabs counts with the tab that joins", async ({ newPage, expectedNoise }) => {
    // The program is gone before the tab is.
    expectedNoise.push(serverAway);
    project.installed.link("node-datachannel");
    project.installed.copyExample("tabs.mjs");
    const script = project.installed.startNode("tabs.mjs");
    try {
      await expect.poll(() => script.lines.some((line) => line.startsWith("Join at "))).toBe(true);
      const link = new URL(script.lines.find((line) => line.startsWith("Join at "))?.slice("Join at ".length) ?? "");
      link.hostname = "localhost";
      link.searchParams.set("name", "worker");
      link.searchParams.set("autojoin", "1");
      // All may be counted, and the room closed, before a look at the page would find it in.
      await (await newPage("worker")).goto(link.href);
      expect(await script.ended).toBe(0);
      expect(script.lines.at(-1)).toBe("78498 primes below 1000000");
    } finally {
      script.kill();
    }
  });

  test("the command of the installed package has a tab that joins compute each line of its input", async ({
    newPage,
    expectedNoise,
  }) => {
    expectedNoise.push(serverAway);
    project.installed.link("node-datachannel");
    project.installed.write("square.js", "export default (n) => n * n;\n");
    const command = project.installed.startCommand(
      ["map", "square.js", "--json-lines", "--processes", "0"],
      "2\n3\n4\n",
    );
    try {
      await expect.poll(() => command.errors.length).toBe(1);
      const [, address = ""] = /^Others join at (.+), or with the code \w+$/.exec(command.errors[0] ?? "") ?? [];
      const link = new URL(address);
      link.hostname = "localhost";
      link.searchParams.set("name", "worker");
      link.searchParams.set("autojoin", "1");
      await (await newPage("worker")).goto(link.href);
      expect(await command.ended).toBe(0);
      expect([command.lines, command.errors.length]).toEqual([["4", "9", "16"], 1]);
    } finally {
      command.kill();
    }
  });
}
