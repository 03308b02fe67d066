import { describe, expect, test } from "vitest";
import type { ComputeTrouble } from "../core/compute-trouble.ts";
import { outcomes } from "../core/job/job.ts";
import { createCompute } from "./create-compute.ts";
import { embeddedPage } from "./embedded-page.ts";
import { servedPage, type SandboxPage } from "./sandbox-page.ts";
import { escapeNames, escapeProgram } from "./testing/escape-attempts.ts";
import type { Answer } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";

/** Host and port of the targets of another origin, and the names that have reached any target. */
async function tally(): Promise<{ elsewhere: string; hits: readonly string[] }> {
  const answer: unknown = await (await fetch("/escape-tally")).json();
  const { elsewhere, hits } = Object(answer);
  return { elsewhere: String(elsewhere), hits: Array.isArray(hits) ? hits.map(String) : [] };
}

function target(host: string, name: string): string {
  return `${location.protocol}//${host}/escape-target/${encodeURIComponent(name)}`;
}

function opened(url: string): Promise<Event> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace("http", "ws"));
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
}

/** A request of the page itself reaches the target: shows that the counters count. */
async function control(elsewhere: string): Promise<string[]> {
  const name = `control ${Math.random()}`;
  await Promise.all([fetch(target(location.host, name)), fetch(target(elsewhere, name))]);
  await Promise.all([opened(target(location.host, name)), opened(target(elsewhere, name))]);
  const { hits } = await tally();
  return hits.filter((hit) => hit === name);
}

const refused: ComputeTrouble = { key: "sandbox-not-checked", message: "the page around it has a policy" };

/** Both ways in which the sandbox's page gets into its frame. */
const kinds: readonly (readonly [string, () => SandboxPage])[] = [
  ["a served page", () => servedPage("/sandbox.html")],
  ["a text", () => embeddedPage(refused)],
];

test.for(kinds)(
  "task code in a sandbox of %s finds no way out, neither to the page's own origin nor to another",
  { timeout: 60_000 },
  async ([, createPage], { annotate }) => {
    const { elsewhere } = await tally();
    expect(await control(elsewhere)).toHaveLength(4);
    expect(escapeNames.length).toBeGreaterThanOrEqual(30);

    const heard: unknown[] = [];
    const channel = new BroadcastChannel("tabpool-escape");
    channel.addEventListener("message", (event) => heard.push(event.data));
    const pageBlob = URL.createObjectURL(new Blob(["secret"]));
    const pool = await openInPage(4, createPage());
    const job = pool.openJob(escapeProgram);
    const inputs = [location.host, elsewhere].flatMap((host) =>
      escapeNames.map((name) => ({ name, t: target(host, name), host, pageBlob })),
    );
    const parts = [0, 1, 2, 3].map((slot) => inputs.filter((_, i) => i % 4 === slot));
    const answers = await Promise.all(parts.map((part, slot) => pool.run(job, part, slot)));
    const told = new Map<string, string>();
    parts.forEach((part, slot) =>
      part.forEach(({ name, host }, i) => {
        const answer: Answer | undefined = answers[slot]?.[i];
        told.set(
          `${name} → ${host}`,
          answer !== undefined && "value" in answer ? String(answer.value) : JSON.stringify(answer),
        );
      }),
    );
    pool.close();
    channel.close();
    URL.revokeObjectURL(pageBlob);
    await annotate([...told].map(([name, outcome]) => `${name}: ${outcome}`).join("\n"), "escapes");

    expect(told.size).toBe(inputs.length);
    expect([...told].filter(([, outcome]) => !outcome.startsWith("refused "))).toEqual([]);
    expect(heard).toEqual([]);
    expect(await control(elsewhere)).toHaveLength(4);
    const { hits } = await tally();
    expect(hits.filter((hit) => !hit.startsWith("control "))).toEqual([]);
  },
);

test.each(["a static import of a URL", "a static import of a data URL", "a re-export of a URL"])(
  "a program with %s does not load, and nothing is fetched",
  async (name) => {
    const { elsewhere } = await tally();
    const pool = await openInPage(1);
    const sources: Record<string, string> = {
      "a static import of a URL": `import ${JSON.stringify(target(elsewhere, name))}; export default () => 1;`,
      "a static import of a data URL": `import "data:text/javascript,0"; export default () => 1;`,
      "a re-export of a URL": `export { default } from ${JSON.stringify(target(location.host, name))};`,
    };
    const [answer] = await pool.runProgram(sources[name] ?? "", [0]);
    pool.close();
    expect(answer).toMatchObject({
      ended: outcomes.notLoaded,
      message: expect.stringContaining("cannot be imported: the sandbox has no network"),
    });
    expect(await control(elsewhere)).toHaveLength(4);
    expect((await tally()).hits).not.toContain(name);
  },
);

/** The sandbox's page as a text whose policy has the one part replaced. */
function embeddedWith(part: string | RegExp, instead: string): SandboxPage {
  const page = embeddedPage(refused);
  const content = page.content.replace(part, () => instead);
  expect(content).not.toBe(page.content);
  return { ...page, content };
}

/** An element of a test's own: the others' frames are in the same page. */
function newContainer(): HTMLElement {
  return document.body.appendChild(document.createElement("div"));
}

// At once: a way out that is open and leads nowhere is waited for, for seconds, in the Worker and then in the frame.
describe.concurrent("with others beside it,", () => {
  test("a sandbox that is served without its policy is refused by name, and computes nothing", async () => {
    const container = newContainer();
    const compute = createCompute({ container, page: servedPage("/leaky-sandbox.html") });
    const start = await compute.open(1);
    expect(start).toMatchObject({
      type: "leaky",
      escapes: expect.arrayContaining(["fetch (Worker)", "fetch (frame)", "import of a data URL (Worker)"]),
    });
    expect(container.querySelector("iframe")).toBeNull();
  });

  test.each([
    // XMLHttpRequest stays shut: the server's answer allows no origin.
    ["connect-src *", ["fetch (Worker)", "WebSocket (Worker)", "fetch (frame)", "WebSocket (frame)"]],
    ["script-src 'hash' blob: data:", ["import of a data URL (Worker)", "importScripts (Worker)"]],
    ["script-src 'hash' blob: 'unsafe-eval'", ["eval (Worker)", "eval (frame)"]],
    ["worker-src blob: data:", ["Worker from a data URL (Worker)"]],
    ["img-src data:", ["image (frame)"]],
  ])("a sandbox whose policy has %s is refused by the names of what that opens", async (instead, escapes) => {
    const page = servedPage(`/leaky-sandbox.html?instead=${encodeURIComponent(instead)}`);
    const compute = createCompute({ container: newContainer(), page });
    expect(await compute.open(1)).toEqual({ type: "leaky", escapes: expect.arrayContaining(escapes) });
  });

  test("the same server's sandbox page with the whole policy opens", async () => {
    const page = servedPage(`/leaky-sandbox.html?instead=${encodeURIComponent("connect-src 'none'")}`);
    const compute = createCompute({ container: newContainer(), page });
    expect(await compute.open(1)).toMatchObject({ type: "ready" });
    compute.close();
  });

  test("a page that is not the sandbox is refused", async () => {
    const compute = createCompute({ container: newContainer(), page: servedPage("/escape-target/control") });
    const start = await compute.open(1);
    expect(start).toEqual({ type: "failed", trouble: { key: "frame-without-script", url: expect.any(String) } });
  });

  test.each([
    [/<meta http-equiv.+?>/, "", ["fetch (Worker)", "import of a data URL (Worker)", "eval (Worker)", "fetch (frame)"]],
    ["connect-src 'none'", "connect-src *", ["fetch (Worker)", "WebSocket (Worker)", "fetch (frame)"]],
    ["worker-src blob:", "worker-src blob: data:", ["Worker from a data URL (Worker)"]],
    ["default-src 'none'", "default-src 'none'; img-src data:", ["image (frame)"]],
  ])("a sandbox of a text with %s → %s is refused by the names of what that opens", async (part, instead, escapes) => {
    const container = newContainer();
    const compute = createCompute({ container, page: embeddedWith(part, instead) });
    expect(await compute.open(1)).toEqual({ type: "leaky", escapes: expect.arrayContaining(escapes) });
    expect(container.querySelector("iframe")).toBeNull();
  });

  // What a stricter policy of the page around the text would do.
  test.each([
    ["script", /'sha256-.+?'/, "'sha256-0'"],
    ["Worker", "worker-src blob:", "worker-src 'none'"],
    ["Worker’s module", " blob: 'wasm", " 'wasm"],
  ])(
    "where the %s of a sandbox of a text is refused, what the page around it says of that is the reason",
    async (_what, part, instead) => {
      const compute = createCompute({ container: newContainer(), page: embeddedWith(part, instead) });
      expect(await compute.open(1)).toEqual({
        type: "failed",
        trouble: refused,
      });
    },
  );
});

test("the sandbox page comes with the whole policy", async () => {
  const { headers } = await fetch("/sandbox.html");
  expect(headers.get("Content-Security-Policy")).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+' blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-scripts$/,
  );
});
