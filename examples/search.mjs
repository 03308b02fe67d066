// A search that ends with its first hit: what runs is aborted, and what has not begun is not computed.
import { Pool, range } from "tabpool";

const begins = "0000";

/** Looks through a thousand numbers for one whose hash begins with `shared`; null where there is none. */
async function search(thousand, { shared }) {
  for (let n = thousand * 1_000; n < (thousand + 1) * 1_000; n += 1) {
    const bytes = new TextEncoder().encode(`tabpool ${n}`);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex.startsWith(shared)) return { n, hex };
  }
  return null;
}

const pool = await Pool.open({ server: null });
for await (const hit of pool.imapUnordered(search, range(10_000), { shared: begins })) {
  if (hit === null) continue;
  console.log(`tabpool ${hit.n}: ${hit.hex}`);
  break;
}
await pool.terminate();
