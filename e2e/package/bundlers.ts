import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { build as buildWithEsbuild } from "esbuild-wasm";
import { build as buildWithVite } from "vite";
import webpack from "webpack";
import { startServer } from "../../signaling/server.ts";
import { expect } from "../actors/expect.ts";
import { test } from "../fixtures.ts";
import type { Project } from "./project.ts";

/** Squares ten numbers in two slots of its own, and says what has come of it. */
const program = `
import { Pool, range } from "tabpool";

async function main() {
  const pool = await Pool.open({ processes: 2, server: null });
  const squares = await pool.map((n) => n * n, range(10));
  await pool.terminate();
  return squares.join(" ");
}
`;

/** For a page: what has come of it becomes the page's text. */
export const pageProgram = `${program}
const show = (text) => { document.body.textContent = text; };
main().then(show, (error) => show(String(error)));
`;

const squares = "0 1 4 9 16 25 36 49 64 81";

/** Takes one name of the library, which is not that of what the library does as it is loaded. */
const part = `import { Queue } from "tabpool";
const items = new Queue();
await items.put("there");
console.log(await items.get());
`;

/** Programs that TypeScript accepts with nothing but the package's own types. Lines after `@ts-expect-error` are wrong. */
const typed = `
import { connect, Manager, Pool, Queue, RemoteError, range, type Task, type TaskOptions } from "tabpool";

const register = { getTask: (name: string): Queue<number> => new Queue<number>(name.length), getCount: async () => 1 };

export async function serve(): Promise<number> {
  await using manager = await Manager.serve({ address: "127.0.0.1:5002", authkey: "abc", register });
  await using client = await connect<typeof register>({ link: manager.link, authkey: new Uint8Array(16) });
  const task: Queue<number> = await client.getTask("a");
  // @ts-expect-error -- a name is missing
  await manager.getTask();
  // @ts-expect-error -- nothing is registered by this name
  await client.getResult();
  return (await task.get()) + (await manager.getCount());
}

export async function main(): Promise<number[]> {
  await using pool: Pool = await Pool.open({ processes: 2 });
  const options: TaskOptions = { attempts: 2 };
  const squares: number[] = await pool.map((n: number, task: Task) => n * n + task.index, range(10), options);
  const text: string = await pool.apply(async (word: string) => word.trim(), [" a "]);
  // @ts-expect-error -- its values are numbers
  const wrong: string[] = await pool.map((n: number) => n, range(3));
  // @ts-expect-error -- there is no such option
  await Pool.open({ slots: 3 });
  if (wrong.length === 0) throw new RemoteError({ name: text, message: "", stack: "" }, { index: 0, volunteer: "" });
  return squares;
}
`;

/** Opens a page with this script, and expects it to say so. */
async function expectPage(
  { installed, site }: Project,
  page: Page,
  script: string,
  said: string | RegExp,
): Promise<void> {
  installed.write("page.html", `<!doctype html><link rel="icon" href="data:,"><body>${script}`);
  await page.goto(`${site.origin}/page.html`);
  await expect(page.locator("body")).toHaveText(said);
}

/** The package in Node, checked by TypeScript, and in pages of each bundler and of none. */
export function testBundlers(project: Project): void {
  test("a Node script computes with the installed package, in threads, and ends by itself", async () => {
    project.installed.write("script.js", `${program}console.log(await main());\n`);
    expect(await project.installed.runNode("script.js")).toBe(`${squares}\n`);
  });

  test("what Node and pages load of the installed package has source maps with the sources", () => {
    const library = join(project.installed.folder, "node_modules/tabpool/dist/library");
    const maps = ["tabpool", "node"].map((folder) => {
      const name = readdirSync(join(library, folder)).find((file) => /^library-.*\.map$/.test(file));
      return join(folder, name ?? "none");
    });
    for (const name of [...maps, "command.js.map"]) {
      const map: unknown = JSON.parse(readFileSync(join(library, name), "utf8"));
      expect(map).toMatchObject({ version: 3, sources: expect.arrayContaining([expect.stringMatching(/\.ts$/)]) });
      expect(Reflect.get(Object(map), "sourcesContent")).not.toHaveLength(0);
    }
  });

  test("the library has the same names in Node and in pages", async () => {
    project.installed.write(
      "names.js",
      `import * as node from "tabpool";
      import * as page from "./node_modules/tabpool/dist/library/tabpool.js";
      for (const names of [node, page]) console.log(Object.keys(names).join(" "));`,
    );
    const names =
      "Array AsyncResult AuthenticationError Barrier BoundedSemaphore BrokenBarrierError Condition ConnectionRefusedError EOFError Empty Event Full " +
      "JoinableQueue Lock Manager NotSelfContained NotSerializable Pipe Pool PoolClosed Process Queue RLock RemoteError Semaphore " +
      "SimpleQueue TaskCancelled TimeoutError Value activeChildren connect cpuCount currentProcess lines range\n";
    expect(await project.installed.runNode("names.js")).toBe(names + names);
  });

  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const) {
    test(`a program's types are checked where modules are found as ${resolution} finds them`, async () => {
      project.installed.write("typed.ts", typed);
      const compilerOptions = {
        module,
        moduleResolution: resolution,
        target: "es2022",
        lib: ["es2022", "dom"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      };
      project.installed.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
      expect(await project.installed.runNode(join(process.cwd(), "node_modules/typescript/bin/tsc"), "-p", ".")).toBe(
        "",
      );
    });
  }

  test("a page built by Vite computes with the installed package", async ({ newPage }) => {
    await buildWithVite({
      root: project.installed.folder,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: "built-by-vite",
        rolldownOptions: {
          input: join(project.installed.folder, "program.js"),
          output: { entryFileNames: "entry.js" },
        },
      },
      base: "./",
    });
    await expectPage(
      project,
      await newPage("vite"),
      '<script type="module" src="/built-by-vite/entry.js"></script>',
      squares,
    );
  });

  test("the example of a page that Vite builds counts by a module beside it", async ({ newPage }) => {
    project.installed.copyExampleFolder("vite");
    await buildWithVite({
      root: join(project.installed.folder, "vite"),
      configFile: false,
      logLevel: "error",
      base: "./",
    });
    const page = await newPage("the example for Vite");
    await page.goto(`${project.site.origin}/vite/dist/index.html`);
    await expect(page.locator("#counted")).toHaveText("17984 primes in 20 of 20 parts");
  });

  test("a page built by webpack computes with the installed package", async ({ newPage }) => {
    const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
      webpack(
        {
          mode: "production",
          context: project.installed.folder,
          entry: "./program.js",
          output: { path: join(project.installed.folder, "built-by-webpack"), filename: "entry.js" },
        },
        (error, done) => (error === null ? resolve(done) : reject(error)),
      );
    });
    expect(stats?.toJson({ errors: true, warnings: true })).toMatchObject({ errors: [], warnings: [] });
    await expectPage(project, await newPage("webpack"), '<script src="/built-by-webpack/entry.js"></script>', squares);
  });

  test("a bundle of a part of the library has what the library does as it is loaded, and one that takes nothing has nothing of it", async () => {
    const { installed } = project;
    installed.write("part.js", part);
    installed.write("nothing.js", 'import "tabpool";\nconsole.log("nothing");\n');
    const bundle = async (name: string): Promise<number> => {
      const build = webpack({
        mode: "production",
        context: installed.folder,
        entry: `./${name}.js`,
        target: ["web", "es2022"],
        experiments: { outputModule: true },
        output: { path: join(installed.folder, "parts"), filename: "[name].mjs", module: true, chunkFormat: "module" },
      });
      await new Promise<void>((resolve, reject) => build.run((error) => (error === null ? resolve() : reject(error))));
      return readFileSync(join(installed.folder, "parts/main.mjs")).length;
    };
    expect(await bundle("nothing")).toBeLessThan(100);
    await bundle("part");
    expect(await installed.runNode("parts/main.mjs")).toBe("there\n");
  });

  for (const format of ["esm", "iife"] as const) {
    test(`a page built by esbuild as ${format} computes with the installed package`, async ({ newPage }) => {
      const { warnings } = await buildWithEsbuild({
        absWorkingDir: project.installed.folder,
        entryPoints: ["program.js"],
        entryNames: "entry",
        outdir: `built-by-esbuild-${format}`,
        bundle: true,
        minify: true,
        format,
        splitting: format === "esm",
        logLevel: "silent",
        // Where the library was loaded from is known to modules only.
        logOverride: { "empty-import-meta": "silent" },
      });
      expect(warnings).toEqual([]);
      const script = `<script type="module" src="/built-by-esbuild-${format}/entry.js"></script>`;
      await expectPage(project, await newPage("esbuild"), script, squares);
    });
  }

  test("a page without a bundler computes with the library that a Tabpool server has, and tabs can join it there", async ({
    newPage,
  }) => {
    const server = await startServer({
      port: 0,
      host: "127.0.0.1",
      appRoot: "dist/app",
      libraryRoot: "dist/library",
      allowOrigins: [project.site.origin],
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const script = `<script type="module">
      import { Pool, range } from "${origin}/tabpool.js";
      const pool = await Pool.open({ processes: 2 });
      const squares = await pool.map((n) => n * n, range(10));
      const { joinLink } = pool;
      await pool.terminate();
      document.body.textContent = squares.join(" ") + " " + joinLink;
    </script>`;
    const page = await newPage("no bundler");
    await expectPage(project, page, script, new RegExp(`^${squares} ${origin}/worker\\?room=`));
    // Its room's code may still be on its way back.
    await page.close();
    await server.close();
  });

  test("a page whose policy forbids the sandbox is told what its policy must allow, and computes once it does", async ({
    newPage,
    expectedNoise,
  }) => {
    expectedNoise.push(/Content Security Policy/, /requires .TrustedHTML. assignment/);
    project.installed.write(
      "bare.js",
      pageProgram.replace('"tabpool"', '"./node_modules/tabpool/dist/library/tabpool.js"'),
    );
    const script = '<script type="module" src="/bare.js"></script>';
    project.site.policy = "default-src 'self'; img-src data:";
    const page = await newPage("policy");
    await expectPage(
      project,
      page,
      script,
      /this page or process cannot compute.*: the page's Content-Security-Policy must allow script-src 'sha256-.+' blob: .*worker-src blob:/,
    );
    // The sandbox and its Workers start, and no program does.
    project.site.policy = "default-src 'self'; img-src data:; script-src 'self' 'unsafe-inline'; worker-src blob:";
    await expectPage(
      project,
      page,
      script,
      /this page or process cannot compute.*must allow script-src 'sha256-.+' blob: /,
    );
    project.site.policy = "default-src 'self'; img-src data:; require-trusted-types-for 'script'";
    await expectPage(project, page, script, /Content-Security-Policy must not have require-trusted-types-for 'script'/);
    project.site.policy = "default-src 'self'; img-src data:";
    await expectPage(project, page, script, /must allow script-src/);
    const [, scripts = "", workers = ""] =
      /must allow script-src (.+); (worker-src .+)$/.exec((await page.textContent("body")) ?? "") ?? [];
    project.site.policy = `default-src 'self'; img-src data:; script-src 'self' ${scripts}; ${workers}`;
    await expectPage(project, page, script, squares);
    project.site.policy = null;
  });
}
