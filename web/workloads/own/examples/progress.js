// Estimates pi by throwing darts, and says how far it is after each round.
export default async function estimatePi(rounds, task) {
  const dartsInRound = 20_000;
  let inside = 0;
  for (let round = 1; round <= rounds; round += 1) {
    for (let dart = 0; dart < dartsInRound; dart += 1) {
      if (Math.hypot(task.random(), task.random()) < 1) inside += 1;
    }
    task.progress(round / rounds);
    // Gives up its turn, so that the row can move.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return (4 * inside) / (rounds * dartsInRound);
}

export const inputs = [10, 20, 30, 40, 50, 60];
export const title = "Estimates of pi";
export const unit = "estimate";
