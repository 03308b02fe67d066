import { EventEmitter, once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get as getHttps } from "node:https";
import { generate } from "selfsigned";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./command.ts";
import { PeerClient, coordinatorId, peerUrl, tokenOf } from "./testing/peer-client.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabpool-command-"));
  const [mine, other] = await Promise.all([generate([{ name: "commonName", value: "localhost" }]), generate()]);
  await writeFile(join(folder, "cert.pem"), mine.cert);
  await writeFile(join(folder, "key.pem"), mine.private);
  await writeFile(join(folder, "other-key.pem"), other.private);
  await writeFile(join(folder, "nonsense.pem"), "nonsense");
  await writeFile(join(folder, "index.html"), "<!doctype html>");
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Started {
  /** The text printed so far. */
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves to the first printed text. */
  readonly greeted: Promise<string>;
  readonly stop: () => void;
  readonly exitCode: Promise<number>;
}

function start(argv: readonly string[], environment: Record<string, string> = {}, appRoot = folder): Started {
  let [output, errors] = ["", ""];
  const events = new EventEmitter();
  const greeted = once(events, "printed").then(([text]) => String(text));
  const exitCode = run(
    argv.map((argument) => argument.replace("FOLDER", folder)),
    {
      environment,
      appRoot,
      print: (text) => {
        output += text;
        events.emit("printed", text);
      },
      printError: (text) => {
        errors += text;
      },
      stopped: once(events, "stop").then(() => undefined),
    },
  );
  return { output: () => output, errors: () => errors, greeted, stop: () => void events.emit("stop"), exitCode };
}

test.each([
  [["--colour"], /^tabpool: Unknown option '--colour'; see --help\.$/],
  [["somewhere"], /^tabpool: Unexpected argument 'somewhere'.*; see --help\.$/],
  [["--port"], /^tabpool: Option '--port <value>' argument missing; see --help\.$/],
  [["--port", "eighty"], /^tabpool: --port must be a whole number from 0 to 65535, not "eighty"\.$/],
  [["--port", "65536"], /^tabpool: --port must be/],
  [["--port", "-1"], /^tabpool: /],
  [["--port", "1e3"], /^tabpool: --port must be/],
  [["--port="], /^tabpool: --port must be/],
  [["--host", ""], /^tabpool: --host must be an address/],
  [["--port", "0", "--host", "192.0.2.77"], /^tabpool: --host: "192\.0\.2\.77" is not an address of this machine\.$/],
  [["--cert", "FOLDER/cert.pem"], /^tabpool: --cert needs --key/],
  [["--key", "FOLDER/key.pem"], /^tabpool: --key needs --cert/],
  [
    ["--cert", "FOLDER/none.pem", "--key", "FOLDER/key.pem"],
    /^tabpool: --cert: ".*none\.pem" cannot be read \(ENOENT\)\.$/,
  ],
  [["--cert", "FOLDER", "--key", "FOLDER/key.pem"], /^tabpool: --cert: ".*" cannot be read \(EISDIR\)\.$/],
  [["--cert", "FOLDER/nonsense.pem", "--key", "FOLDER/key.pem"], /^tabpool: --cert: ".*" holds no certificate/],
  [["--cert", "FOLDER/cert.pem", "--key", "FOLDER/nonsense.pem"], /^tabpool: --key: ".*" holds no private key/],
  [["--cert", "FOLDER/cert.pem", "--key", "FOLDER/other-key.pem"], /^tabpool: --key: ".*" is not the key of the cert/],
  [["--allow-origin"], /^tabpool: Option '--allow-origin <value>' argument missing; see --help\.$/],
  [["--allow-origin", "pool.example"], /^tabpool: --allow-origin must be an origin.*, not "pool\.example"\.$/],
  [["--allow-origin", "https://pool.example/a"], /^tabpool: --allow-origin must be an origin without a path/],
  [["--allow-origin=*"], /^tabpool: --allow-origin must be an origin/],
  [["--trust-proxy", "proxy.example"], /^tabpool: --trust-proxy must be an address.*, not "proxy\.example"\.$/],
  [["--trust-proxy", "10.0.0.1", "--trust-proxy", "10.0.0.0/40"], /^tabpool: --trust-proxy must be an address/],
])("%j is refused with one line and exit code 2", async (argv, line) => {
  const { errors, output, exitCode } = start(argv);
  expect(await exitCode).toBe(2);
  expect(errors().trimEnd().split("\n")).toEqual([expect.stringMatching(line)]);
  expect(output()).toBe("");
});

test("a PORT that is no number is refused by its name", async () => {
  const { errors, exitCode } = start([], { PORT: "http" });
  expect(await exitCode).toBe(2);
  expect(errors()).toBe('tabpool: PORT must be a whole number from 0 to 65535, not "http".\n');
});

test("an allowed origin in the environment that is none is refused by its name", async () => {
  const { errors, exitCode } = start([], { PORT: "0", TABPOOL_ALLOW_ORIGINS: "https://a.example, b.example" });
  expect(await exitCode).toBe(2);
  expect(errors()).toBe(
    "tabpool: Each of TABPOOL_ALLOW_ORIGINS must be an origin without a path, as in https://pool.example, " +
      'not "b.example".\n',
  );
});

test("a port in use is named with what to do, and exit code 2", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { errors, exitCode } = start(["--port", String(port), "--host", "127.0.0.1"]);
  expect(await exitCode).toBe(2);
  expect(errors()).toBe(
    `tabpool: Port ${port} is in use; stop the program that uses it, or choose another port with --port.\n`,
  );
  holder.close();
});

test("a missing build is named, with exit code 1", async () => {
  const { errors, exitCode } = start(["--port", "0"], {}, join(folder, "nowhere"));
  expect(await exitCode).toBe(1);
  expect(errors()).toMatch(/^tabpool: There is no build in .*\n$/);
});

test.each(["--help", "-h"])("%s prints every option", async (option) => {
  const { output, exitCode } = start([option]);
  expect(await exitCode).toBe(0);
  const names = [
    "--port",
    "--host",
    "--cert",
    "--key",
    "--allow-origin",
    "--trust-proxy",
    "--help",
    "PORT",
    "TABPOOL_ALLOW_ORIGINS",
  ];
  for (const name of names) expect(output()).toContain(name);
});

test("the greeting names the coordinator's address, and stopping ends with exit code 0", async () => {
  const { greeted, stop, exitCode, errors } = start(["--host", "127.0.0.1"], { PORT: "0" });
  const [url] = /http:\/\/localhost:\d+\/coordinator/.exec(await greeted) ?? [];
  expect(url).toBeDefined();
  expect((await fetch(String(url).replace("localhost", "127.0.0.1"))).status).toBe(200);
  stop();
  expect(await exitCode).toBe(0);
  expect(errors()).toBe("");
});

test("on loopback the greeting says that only this machine can join", async () => {
  const { greeted, stop, exitCode } = start(["--port", "0", "--host", "127.0.0.1"]);
  expect(await greeted).toMatch(/Only browsers on this machine can join/);
  stop();
  await exitCode;
});

test("origins are allowed by the command line and the environment, and proxies trusted, several of each", async () => {
  const { greeted, stop, exitCode } = start(
    ["--port", "0", "--host", "127.0.0.1"].concat(
      ["--allow-origin", "https://a.example", "--allow-origin", "https://b.example/"],
      ["--trust-proxy", "10.0.0.0/8", "--trust-proxy", "127.0.0.1"],
    ),
    { TABPOOL_ALLOW_ORIGINS: "https://c.example,https://d.example" },
  );
  const [, port] = /http:\/\/localhost:(\d+)\/coordinator/.exec(await greeted) ?? [];
  const at = `http://127.0.0.1:${port}`;
  for (const origin of ["a", "b", "c", "d"].map((name) => `https://${name}.example`)) {
    const page = new PeerClient(peerUrl(at, coordinatorId, tokenOf(coordinatorId)), { origin });
    expect((await page.next())["type"]).toBe("OPEN");
    await page.close();
  }
  const headers = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "pool.example" };
  const answer = await fetch(`${at}/api/addresses`, { headers });
  expect(await answer.json()).toEqual({ origins: ["https://pool.example"] });
  stop();
  expect(await exitCode).toBe(0);
});

test("--port goes before PORT", async () => {
  const { errors, exitCode } = start(["--port", "x"], { PORT: "0" });
  expect(await exitCode).toBe(2);
  expect(errors()).toMatch(/--port/);
});

test("with --cert and --key pages and peers come over https", async () => {
  const argv = ["--port", "0", "--host", "127.0.0.1", "--cert", "FOLDER/cert.pem", "--key", "FOLDER/key.pem"];
  const { greeted, stop, exitCode } = start(argv);
  const [, port] = /https:\/\/localhost:(\d+)\/coordinator/.exec(await greeted) ?? [];
  const origin = `https://127.0.0.1:${port}`;
  const [page] = await once(getHttps(`${origin}/`, { rejectUnauthorized: false, agent: false }), "response");
  expect(page.statusCode).toBe(200);
  page.resume();
  const peer = new PeerClient(peerUrl(origin, coordinatorId, tokenOf(coordinatorId)), { rejectUnauthorized: false });
  expect((await peer.next())["type"]).toBe("OPEN");
  stop();
  expect(await exitCode).toBe(0);
  await peer.ended;
});
