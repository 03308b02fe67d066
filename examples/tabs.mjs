// A program whose workers are tabs: open the link on any device in the network, as many as there are. They may come and go.
import { Pool, range } from "tabpool";

/** Counts the primes in a segment of a hundred thousand numbers. */
function countPrimes(segment) {
  const first = segment * 100_000;
  let count = 0;
  for (let n = Math.max(2, first); n < first + 100_000; n += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= n && isPrime; divisor += 1) isPrime = n % divisor !== 0;
    if (isPrime) count += 1;
  }
  return count;
}

const pool = await Pool.open({ processes: 0, server: Number(process.env.PORT ?? 0) });
console.log(pool.qr());
console.log(`Join at ${pool.joinLink}`);

let primes = 0;
let segments = 0;
for await (const count of pool.imap(countPrimes, range(10))) {
  primes += count;
  segments += 1;
  console.log(`${primes} primes below ${segments * 100_000}`);
}
await pool.terminate();
