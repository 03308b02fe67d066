// A pool of four, five tasks: the fifth has to wait until one of the first four has ended. Its Python:
//
//   def nap(task):
//       print(f"task {task} begins")
//       …
//   if __name__ == "__main__":
//       pool = Pool(4)
//       for task in range(5):
//           pool.apply_async(nap, (task,))
//       print("waiting for all five")
//       pool.close()
//       pool.join()
//       print("all five done")
import { Pool } from "tabpool";

async function nap(task) {
  console.log(`task ${task} begins`);
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 3_000));
  console.log(`task ${task} took ${((performance.now() - began) / 1_000).toFixed(2)} s`);
}

const pool = await Pool.open({ processes: 4, server: null });
for (let task = 0; task < 5; task += 1) pool.applyAsync(nap, [task]);
console.log("waiting for all five");
pool.close();
await pool.join();
console.log("all five done");
