// One child process: started, waited for, its exit code read. Its Python stands in docs/first-programs.md.
import { currentProcess, Process } from "tabpool";

function work(name, { process }) {
  console.log(`child ${name} runs as ${process.pid}, its parent is ${process.parentPid}`);
}

console.log(`parent ${currentProcess().pid}`);
const child = new Process({ target: work, args: ["test"] });
await child.start();
await child.join();
console.log(`child ended with ${child.exitcode}`);
