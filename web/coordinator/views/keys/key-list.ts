import { boardViews } from "../../board-views.ts";

/** What a key does. `pause`: pauses the job shown, or resumes it. */
export type KeyAction =
  | { readonly type: "view"; readonly fragment: string }
  | { readonly type: "start" | "pause" | "search" | "code" | "projector" | "help" };

interface PageKey {
  readonly key: string;
  /** As the end of a sentence that begins with the key. */
  readonly words: string;
  readonly action: KeyAction;
}

/** The keys that work everywhere on the page but where text is typed. */
export const pageKeys: readonly PageKey[] = [
  ...boardViews.map(({ id, label }, nth) => ({
    key: String(nth + 1),
    words: label,
    action: { type: "view", fragment: `#${id}` } as const,
  })),
  { key: "/", words: "Search tasks or log", action: { type: "search" } },
  { key: "s", words: "Go to Start", action: { type: "start" } },
  { key: "p", words: "Pause or resume the job", action: { type: "pause" } },
  { key: "q", words: "Show the QR code large", action: { type: "code" } },
  { key: "f", words: "Projector view, and back", action: { type: "projector" } },
  { key: "?", words: "This list", action: { type: "help" } },
];

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly defaultPrevented: boolean;
}

/** null where the press is the browser's, or of something that has taken it already. */
export function actionOf(press: Press): KeyAction | null {
  if (press.defaultPrevented || press.repeat || press.ctrlKey || press.metaKey || press.altKey) return null;
  return pageKeys.find(({ key }) => key === press.key)?.action ?? null;
}
