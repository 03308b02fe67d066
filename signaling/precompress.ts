import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const compressible: ReadonlySet<string> = new Set([
  ".css",
  ".html",
  ".js",
  ".json",
  ".mjs",
  ".svg",
  ".txt",
  ".wasm",
  ".webmanifest",
]);

/** Bytes from which compression saves more than its headers cost. */
const worthwhileBytes = 1024;

async function compressFile(file: string): Promise<void> {
  const plain = await readFile(file);
  if (plain.length < worthwhileBytes) return;
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
    promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (brotli.length < plain.length) await writeFile(`${file}.br`, brotli);
  if (gzipped.length < plain.length) await writeFile(`${file}.gz`, gzipped);
}

/** Writes `.br` and `.gz` beside each built file that becomes smaller, so that the server compresses nothing at runtime. */
export function precompress(): Plugin {
  return {
    name: "tabpool-precompress",
    apply: "build",
    writeBundle: {
      // After plugins that write pages.
      order: "post",
      sequential: true,
      async handler({ dir }) {
        if (dir === undefined) return;
        const entries = await readdir(dir, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile() && compressible.has(extname(entry.name)));
        for (const entry of files) await compressFile(join(entry.parentPath, entry.name));
      },
    },
  };
}
