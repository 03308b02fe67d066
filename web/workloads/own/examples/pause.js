// Waits before it answers: a function may be async.
export default async function answerLater(milliseconds) {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return `waited ${milliseconds} ms`;
}

export const inputs = [300, 100, 200, 50, 250, 150];
export const title = "Pauses";
export const unit = "pause";
export const view = "runtimes";
