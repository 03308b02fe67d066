// Looks for a start that takes more than 500 steps to come down to 1. The first one that is found ends the job.
export default function search(from, task) {
  for (let start = from; start < from + 10_000; start += 1) {
    const steps = stepsFrom(start);
    if (steps > 500) return task.done({ start, steps });
  }
  return null;
}

function stepsFrom(start) {
  let steps = 0;
  for (let n = start; n !== 1; steps += 1) n = n % 2 === 0 ? n / 2 : 3 * n + 1;
  return steps;
}

export const inputs = { from: 1, to: 1_000_000, step: 10_000 };
export const title = "Search for a long way down";
export const unit = "stretch";
export const view = "runtimes";
