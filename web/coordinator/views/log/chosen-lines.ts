import { lineWords } from "../../../ui/line-words.ts";
import type { LogLine } from "../../../words/log-line.ts";
import { say } from "../../../words/say.ts";

type Kind = LogLine["kind"];

/** The kinds of lines, in the order in which they are offered. */
export const logKinds: readonly { readonly kind: Kind; readonly label: string }[] = [
  { kind: "trouble", label: "Trouble" },
  { kind: "job", label: "Jobs" },
  { kind: "people", label: "People" },
  { kind: "result", label: "Results" },
  { kind: "task", label: "Tasks" },
  { kind: "console", label: "Console" },
];

/** The lines of kinds that are not hidden whose words have the text in them, in any case. */
export function chosenLines(lines: readonly LogLine[], hidden: ReadonlySet<Kind>, text: string): readonly LogLine[] {
  const wanted = text.trim().toLowerCase();
  if (hidden.size === 0 && wanted === "") return lines;
  return lines.filter(
    (line) => !hidden.has(line.kind) && (wanted === "" || say(line.saying).toLowerCase().includes(wanted)),
  );
}

/** A line each, as a file or a message has it. */
export function linesAsText(lines: readonly LogLine[]): string {
  return lines.map((line) => `${lineWords(line, say)}\n`).join("");
}

/** Lines by their kinds. */
export function countKinds(lines: readonly LogLine[]): ReadonlyMap<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const { kind } of lines) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
