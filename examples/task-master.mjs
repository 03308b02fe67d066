// Owns a task queue and a result queue that workers on any machine reach by address and key. Its Python stands in
// docs/first-programs.md; task-worker.mjs is the other side.
import { Manager, Queue } from "tabpool";

const count = 10;
const tasks = new Queue(count);
const results = new Queue(count);

const port = process.argv[2] ?? 5002;
const manager = await Manager.serve({
  address: `127.0.0.1:${port}`,
  authkey: "abc",
  register: { getTask: () => tasks, getResult: () => results },
});
try {
  const [task, result] = [await manager.getTask(), await manager.getResult()];
  for (let put = 0; put < count; put += 1) {
    const n = Math.floor(Math.random() * 10_001);
    console.log(`Put task ${n}...`);
    await task.put(n);
  }
  for (let got = 0; got < count; got += 1) {
    const [text, seconds] = await result.get(60_000);
    console.log(`Result: ${text}, runtime: ${seconds}s`);
  }
} finally {
  await manager.shutdown();
}
