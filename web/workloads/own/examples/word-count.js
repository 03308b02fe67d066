// Counts the words of each line, and adds the counts up.
export default function countWords(line) {
  return line.match(/[\p{Letter}\p{Number}’']+/gu)?.length ?? 0;
}

// Takes each result once, in whatever order they come.
export const reduce = (sum, count) => sum + count;
export const initial = 0;

export const inputs = [
  "Many hands make light work.",
  "Ten tabs, one room.",
  "",
  "A line can be as long as it likes, and a task still counts it whole.",
];
export const title = "Words of each line";
export const unit = "line";
export const view = "histogram";
