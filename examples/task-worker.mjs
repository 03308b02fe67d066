// Takes numbers from the master's task queue until it is empty; several of these may run, anywhere. Its Python stands in
// docs/first-programs.md.
import { connect } from "tabpool";

const port = process.argv[2] ?? 5002;
const master = await connect({ address: `127.0.0.1:${port}`, authkey: "abc" }).catch((error) => {
  if (error.name !== "ConnectionRefusedError") throw error;
  console.log("connection failed: nobody is there");
  process.exit(1);
});
const [task, result] = [await master.getTask(), await master.getResult()];
try {
  while (true) {
    const n = await task.get(1_000);
    console.log(`run task ${n} * ${n}...`);
    const seconds = Math.floor(Math.random() * 4);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    await result.put([`${n} * ${n} = ${n * n}`, seconds]);
  }
} catch (error) {
  // Nothing left, or the master has shut down.
  if (error.name !== "Empty" && error.name !== "EOFError") throw error;
}
await master.close();
