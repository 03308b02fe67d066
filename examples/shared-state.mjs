// Four processes count together: without the lock some of them would overwrite what others have just added. Its Python stands in
// docs/first-programs.md.
import { Process, Value } from "tabpool";

async function count(total, times) {
  for (let n = 0; n < times; n += 1) {
    await total.run(async () => total.set((await total.get()) + 1));
  }
}

const total = new Value("i", 0);
const counting = Array.from({ length: 4 }, () => new Process({ target: count, args: [total, 25] }));
for (const process of counting) await process.start();
for (const process of counting) await process.join();
console.log(`counted to ${await total.get()}`);
