// shown: import { Pool, Process, Queue } from "tabpool";
import { Process, Queue } from "../tabpool.ts"; // hidden
import type { Stage } from "../lesson.ts"; // hidden
import { named } from "../named.ts"; // hidden

async function putLetters(queue: Queue<string>): Promise<void> {
  for (const letter of "ABC") {
    console.log(`put ${letter}`);
    await queue.put(letter);
    await new Promise((resolve) => setTimeout(resolve, 500 * Math.random()));
  }
}

async function getForEver(queue: Queue<string>): Promise<void> {
  while (true) console.log(`got ${await queue.get()}`);
}
named({ putLetters, getForEver }); // hidden

export default async function program({ pool, print, turn }: Stage): Promise<void> {
  // shown: const pool = await Pool.open({ processes: 2 });
  const queue = new Queue<string>();
  const writer = new Process({ target: putLetters, args: [queue], where: pool });
  const reader = new Process({ target: getForEver, args: [queue], where: pool });
  await turn("writer"); // hidden
  await writer.start();
  await turn("reader"); // hidden
  await reader.start();
  await turn("alive"); // hidden
  await writer.join();
  await reader.join(1_000);
  print(`writer is alive: ${writer.isAlive()}`);
  print(`reader is alive: ${reader.isAlive()}`);
  await turn("terminate"); // hidden
  reader.terminate();
  await reader.join();
  print(`reader ended with ${reader.exitcode}`);
}
