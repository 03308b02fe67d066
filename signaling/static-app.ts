import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";
import { answerError } from "./answers.ts";
import { appPolicy, commonHeaders } from "./app-policy.ts";
import { inlineScriptHash, sandboxPolicy } from "./sandbox-policy.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Paths that serve `index.html`. The page shows the role of its path. */
const pagePaths: ReadonlySet<string> = new Set(["/", "/coordinator", "/worker", "/lessons"]);

interface StaticFile {
  readonly plain: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface StaticApp {
  handleRequest(request: IncomingMessage, response: ServerResponse, path: string): void;
}

/** Of the built library: what a page imports, and what that loads. Not what is for Node or for people. */
const libraryFiles = /^\/tabpool(\/[^/]+)?\.js(\.br|\.gz)?$/;

/** Files whose names contain the hash of their content. */
const hashedFiles = /^\/(assets|tabpool)\//;

function policyFor(path: string, content: Buffer): string {
  return path === "/sandbox.html" ? sandboxPolicy(inlineScriptHash(content.toString("utf8"))) : appPolicy;
}

function headersFor(path: string, content: Buffer): Readonly<Record<string, string>> {
  return {
    ...commonHeaders,
    "Content-Type": contentTypes[extname(path)] ?? "application/octet-stream",
    "Content-Security-Policy": policyFor(path, content),
    "Cache-Control": hashedFiles.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`,
    Vary: "Accept-Encoding",
    // Pages of any origin may import the library. Whether they may use this server is another question.
    ...(libraryFiles.test(path) ? { "Access-Control-Allow-Origin": "*" } : {}),
  };
}

async function readAll(root: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file) => {
        const path = `/${relative(root, file).split(sep).join("/")}`;
        return [path, await readFile(file)] as const;
      }),
    ),
  );
}

/** Whether `Accept-Encoding` names the encoding and does not give it weight 0. */
function accepts(request: IncomingMessage, encoding: "br" | "gzip"): boolean {
  return [request.headers["accept-encoding"] ?? ""]
    .join(",")
    .split(",")
    .some((part) => new RegExp(`^\\s*${encoding}\\s*(;\\s*q=(?!0(\\.0*)?\\s*$).*)?$`, "i").test(part));
}

function answerFile(request: IncomingMessage, response: ServerResponse, file: StaticFile, status = 200): void {
  if (status === 200 && request.headers["if-none-match"]?.includes(file.headers["ETag"] ?? '""') === true) {
    response.writeHead(304, file.headers).end();
    return;
  }
  const [encoding, body] =
    file.brotli !== undefined && accepts(request, "br")
      ? ["br", file.brotli]
      : file.gzip !== undefined && accepts(request, "gzip")
        ? ["gzip", file.gzip]
        : [null, file.plain];
  response.writeHead(status, {
    ...file.headers,
    ...(encoding === null ? {} : { "Content-Encoding": encoding }),
    "Content-Length": String(body.length),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function readIfThere(root: string): Promise<ReadonlyMap<string, Buffer>> {
  return readAll(root).catch(() => new Map<string, Buffer>());
}

/**
 * Loads the built app into memory: about a megabyte, and a build that replaces the files meanwhile changes nothing for open
 * pages. The sandbox's policy is computed from the bytes that are served. `libraryRoot`: a folder whose `tabpool.js` is served beside
 * it, if it is there. Throws an Error if `root` holds no build.
 */
export async function loadStaticApp(root: string, libraryRoot: string | null = null): Promise<StaticApp> {
  const [app, library] = await Promise.all([readIfThere(root), libraryRoot === null ? [] : readIfThere(libraryRoot)]);
  if (!app.has("/index.html")) throw new Error(`There is no build in ${root}; make one with: npm run build`);
  const contents = new Map([...[...library].filter(([path]) => libraryFiles.test(path)), ...app]);
  const files = new Map<string, StaticFile>();
  for (const [path, plain] of contents) {
    if (/\.(br|gz)$/.test(path)) continue;
    files.set(path, {
      plain,
      brotli: contents.get(`${path}.br`),
      gzip: contents.get(`${path}.gz`),
      headers: headersFor(path, plain),
    });
  }
  return {
    handleRequest(request, response, path) {
      const page = files.get("/index.html");
      const file = pagePaths.has(path) ? page : files.get(path);
      if (request.method !== "GET" && request.method !== "HEAD") {
        answerError(response, 405, "This address takes GET, HEAD only.", { Allow: "GET, HEAD" });
      } else if (file === undefined && page !== undefined && request.headers.accept?.includes("text/html") === true) {
        // A mistyped address: the app's page says so in words.
        answerFile(request, response, page, 404);
      } else if (file === undefined) {
        answerError(response, 404, "There is no page at this address; start at / or /coordinator.");
      } else {
        answerFile(request, response, file);
      }
    },
  };
}
