// A writer and a reader share a queue; the reader never ends by itself. Its Python stands in docs/first-programs.md.
import { Process, Queue } from "tabpool";

async function putLetters(queue) {
  for (const letter of "ABC") {
    console.log(`put ${letter}`);
    await queue.put(letter);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_000));
  }
}

async function getForEver(queue) {
  while (true) console.log(`got ${await queue.get()}`);
}

const queue = new Queue();
const writer = new Process({ target: putLetters, args: [queue] });
const reader = new Process({ target: getForEver, args: [queue] });
await writer.start();
await reader.start();
await writer.join();
await new Promise((resolve) => setTimeout(resolve, 200));
reader.terminate();
await reader.join();
console.log(`reader ended with ${reader.exitcode}`);
