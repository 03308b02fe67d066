import { openPool } from "../../../web/pool/open-pool.ts";
import { range } from "../../../web/pool/range.ts";
import { openNodeEnvironment } from "../../environment.ts";

// Calls, one after the other, of a pool whose journal is the file that is named first. Tasks note in the file that is named second that they
// have begun. Prints the values of all calls, each as it comes, up to so many as are named last; then it takes no further one, and is to be killed.

const [journal = "", notes = "", calls = "", tasks = "0", last = "0"] = process.argv.slice(2);
let printed = 0;

async function square(n: number, { shared }: { readonly shared: unknown }): Promise<number> {
  const { notes: path, call: name } = Object(shared);
  const { appendFileSync } = await import("node:fs");
  appendFileSync(path, `${name}${n}\n`);
  await new Promise((resolve) => {
    setTimeout(resolve, 2);
  });
  return n * n;
}

const pool = await openPool({ openEnvironment: openNodeEnvironment, cpuCount: () => 2 }, { server: null, journal });
for (const call of calls) {
  const squares = pool.imap(square, range(Number(tasks)), { shared: { notes, call }, chunksize: 1 });
  for await (const value of squares) {
    process.stdout.write(`${value}\n`);
    printed += 1;
    if (printed === Number(last)) await new Promise(() => {});
  }
}
await pool.terminate();
