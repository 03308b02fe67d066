// Counts the lines of a file that have the word. Pick a file named poem.txt below to use your own.
export default function countLines(word, task) {
  const text = new TextDecoder().decode(task.file("poem.txt"));
  return text.split("\n").filter((line) => line.toLowerCase().includes(word)).length;
}

export const files = {
  "poem.txt": `The tabs came in by two and three,
each tab took what it could;
and when the last tab closed at tea,
the work was done and good.`,
};

export const inputs = ["tab", "work", "and", "sea"];
export const title = "Words in a file";
export const unit = "word";
