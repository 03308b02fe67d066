// shown: import { currentProcess, Pool, Process, type ProcessTask } from "tabpool";
import { currentProcess, Process, type ProcessTask } from "../tabpool.ts"; // hidden
import type { Stage } from "../lesson.ts"; // hidden
import { named } from "../named.ts"; // hidden

async function work(name: string, { process }: ProcessTask): Promise<void> {
  console.log(`child ${name} runs as ${process.pid}, its parent is ${process.parentPid}`);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}
named({ work }); // hidden

export default async function program({ pool, print, turn }: Stage): Promise<void> {
  // shown: const pool = await Pool.open();
  print(`parent ${currentProcess().pid}`);
  const child = new Process({ target: work, args: ["test"], where: pool });
  await turn("start"); // hidden
  await child.start();
  await turn("join"); // hidden
  await child.join();
  await turn("exitcode"); // hidden
  print(`child ended with ${child.exitcode}`);
}
