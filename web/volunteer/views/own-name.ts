import { parseDisplayName } from "../../words/display-name.ts";

const key = "tabpool.name";

const manners =
  "amber brisk calm coral daring early fair gentle golden green happy jolly keen kind lively lucky mellow merry nimble patient quick quiet silver sunny swift tidy warm witty".split(
    " ",
  );
const animals =
  "badger beaver bison crane dolphin falcon finch fox gecko hare heron ibis jay koala lark lynx marten mole newt otter owl panda puffin raven robin seal shrew stork swan tern toad wren".split(
    " ",
  );

/** The name given last time on this computer, else two words that people in a room can tell apart. */
export function rememberedName(): string {
  try {
    const parsed = parseDisplayName(localStorage.getItem(key) ?? "");
    if (parsed.type === "value") return parsed.value;
  } catch {
    // Storage is barred in some private windows; a name of two words does as well.
  }
  return proposedName();
}

/** Two words that people in a room can tell apart, neither of which is in `besides`. */
export function proposedName(besides = ""): string {
  const words = [manners, animals].map((all) => randomWord(all.filter((word) => !besides.includes(word))));
  return words.join(" ");
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(key, name);
  } catch {
    // Storage is barred: the next page asks for the name again.
  }
}

function randomWord(words: readonly string[]): string {
  return words[Math.floor(Math.random() * words.length)] ?? "volunteer";
}
