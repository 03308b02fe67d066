// shown: import { Pool } from "tabpool";
import type { Stage } from "../lesson.ts"; // hidden
import { named } from "../named.ts"; // hidden

async function nap(task: number): Promise<void> {
  console.log(`task ${task} begins`);
  const began = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 2_000));
  console.log(`task ${task} took ${((performance.now() - began) / 1_000).toFixed(2)} s`);
}
named({ nap }); // hidden

export default async function program({ pool, print, turn }: Stage): Promise<void> {
  // shown: const pool = await Pool.open({ processes: 4 });
  await turn("apply"); // hidden
  const slots = pool.volunteers.reduce((sum, one) => sum + one.slots, 0);
  for (let task = 0; task <= slots; task += 1) pool.applyAsync(nap, [task]);
  print(`waiting for all ${slots + 1}`);
  await turn("join"); // hidden
  pool.close();
  await pool.join();
  print(`all ${slots + 1} done`);
}
