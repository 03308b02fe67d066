// A page that Vite builds: it counts primes in slots of its own, and draws what it has so far. Nothing is configured, and no Worker is placed.
import { Pool, range } from "tabpool";

// A program of several functions is a module: Vite makes an asset of it.
const countPrimes = new URL("./count-primes.js", import.meta.url);

// `server`: the origin of a Tabpool server that lets pages of this address in, and `pool.joinLink` is for other tabs and devices. Without one:
const pool = await Pool.open({ server: null });

let [counted, primes] = [0, 0];
for await (const found of pool.imapUnordered(countPrimes, range(20))) {
  counted += 1;
  primes += found;
  document.querySelector("#counted").textContent = `${primes} primes in ${counted} of 20 parts`;
}
await pool.terminate();
