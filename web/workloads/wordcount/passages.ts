/** Characters that a passage may have beyond those that were asked for, so that its last word is whole. Scripts without blanks are cut then. */
const mostBeyond = 1_000;

/** Cuts a text into passages of so many characters, and the rest of the word that they end in. */
export function passagesOf(text: string, characters: number): readonly string[] {
  const passages: string[] = [];
  for (let from = 0; from < text.length;) {
    const end = endOfWord(text, Math.min(text.length, from + characters));
    const passage = text.slice(from, end);
    if (passage.trim() !== "") passages.push(passage);
    from = end;
  }
  return passages;
}

function endOfWord(text: string, from: number): number {
  if (from === text.length) return from;
  const blank = /\s/g;
  blank.lastIndex = from;
  const found = blank.exec(text);
  return Math.min(found === null ? text.length : found.index + 1, from + mostBeyond);
}
