// shown: import { type Connection, Lock, Pipe, Pool, Process, Value } from "tabpool";
import { type Connection, Lock, Pipe, Process, Value } from "../tabpool.ts"; // hidden
import type { Stage } from "../lesson.ts"; // hidden
import { named } from "../named.ts"; // hidden

async function addUnlocked(total: Value, other: Connection<number>): Promise<void> {
  const before = await total.get();
  console.log(`read ${before}`);
  await other.send(before);
  await other.recv();
  await total.set(before + 1);
  console.log(`wrote ${before + 1}`);
}

async function addLocked(total: Value, lock: Lock): Promise<void> {
  await lock.run(async () => {
    const before = await total.get();
    console.log(`read ${before}`);
    await total.set(before + 1);
    console.log(`wrote ${before + 1}`);
  });
}
named({ addUnlocked, addLocked }); // hidden

export default async function program({ pool, print, turn }: Stage): Promise<void> {
  // shown: const pool = await Pool.open({ processes: 2 });
  const total = new Value("i", 0);
  const ends = Pipe<number>();
  await turn("without"); // hidden
  const hasty = ends.map((end) => new Process({ target: addUnlocked, args: [total, end], where: pool }));
  for (const process of hasty) await process.start();
  for (const process of hasty) await process.join();
  print(`without the lock: ${await total.get()} of 2`);
  await turn("with"); // hidden
  await total.set(0);
  const lock = new Lock();
  const careful = [1, 2].map(() => new Process({ target: addLocked, args: [total, lock], where: pool }));
  for (const process of careful) await process.start();
  for (const process of careful) await process.join();
  print(`with the lock: ${await total.get()} of 2`);
}
