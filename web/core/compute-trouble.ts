import { isFields } from "./fields.ts";
import { inData } from "./keyed.ts";
import { maxMessageLength } from "./values/thrown.ts";

/** What went wrong where tasks are computed: with a slot, with the sandbox around it, or with all volunteers that had a task. */
export type ComputeTrouble =
  | { readonly key: "task-too-long"; readonly limitMs: number }
  | { readonly key: "loading-too-long"; readonly limitMs: number }
  | { readonly key: "worker-late"; readonly limitMs: number }
  /** `message`: what the browser says of it; may be empty. */
  | { readonly key: "thread-failed"; readonly message: string }
  | { readonly key: "malformed-slot-message" }
  /** It reports what cannot be: a task may have replaced built-in functions. */
  | { readonly key: "slot-contradiction" }
  | { readonly key: "too-many-messages"; readonly most: number }
  | { readonly key: "too-many-bytes"; readonly most: number }
  | { readonly key: "malformed-frame-report" }
  | { readonly key: "frame-removed" }
  | { readonly key: "frame-silent"; readonly pings: number }
  | { readonly key: "frame-not-loaded"; readonly url: string; readonly limitMs: number }
  /** The page loaded, and its script did not start. */
  | { readonly key: "frame-without-script"; readonly url: string }
  | { readonly key: "sandbox-closed" }
  | { readonly key: "sandbox-silent" }
  /** The ways out of the sandbox could not be tried. */
  | { readonly key: "sandbox-not-checked"; readonly message: string }
  /** Those that are open. */
  | { readonly key: "ways-out"; readonly escapes: readonly string[] }
  /** Or have ended otherwise without a result, where a task is executed at most once. */
  | { readonly key: "volunteers-died" };

/** Names of errors whose message is a trouble in data. They are on record as that, and travel so. */
const errorNames: ReadonlySet<string> = new Set([
  "TimeLimitExceeded",
  "SlotCrashed",
  "ProgramNotLoaded",
  "VolunteerLost",
]);

type Argument = "number" | "text" | "texts";

type Key = ComputeTrouble["key"];

const argumentsOf: {
  readonly [Each in Key]: Readonly<Record<Exclude<keyof Extract<ComputeTrouble, { key: Each }>, "key">, Argument>>;
} = {
  "task-too-long": { limitMs: "number" },
  "loading-too-long": { limitMs: "number" },
  "worker-late": { limitMs: "number" },
  "thread-failed": { message: "text" },
  "malformed-slot-message": {},
  "slot-contradiction": {},
  "too-many-messages": { most: "number" },
  "too-many-bytes": { most: "number" },
  "malformed-frame-report": {},
  "frame-removed": {},
  "frame-silent": { pings: "number" },
  "frame-not-loaded": { url: "text", limitMs: "number" },
  "frame-without-script": { url: "text" },
  "sandbox-closed": {},
  "sandbox-silent": {},
  "sandbox-not-checked": { message: "text" },
  "ways-out": { escapes: "texts" },
  "volunteers-died": {},
};

function isArgument(value: unknown, kind: Argument): boolean {
  if (kind === "texts") return Array.isArray(value) && value.every((text) => typeof text === "string");
  return typeof value === (kind === "text" ? "string" : "number");
}

function isKey(value: unknown): value is Key {
  return typeof value === "string" && Object.hasOwn(argumentsOf, value);
}

export function isComputeTrouble(value: unknown): value is ComputeTrouble {
  if (!isFields(value) || !isKey(value["key"])) return false;
  return Object.entries(argumentsOf[value["key"]]).every(([name, kind]) => isArgument(value[name], kind));
}

/**
 * As the message of an error that is on record, and as the detail of a goodbye. At most `most` characters: longer texts and lists
 * in it lose their end, since half of the data could not be read.
 */
export function troubleInData(trouble: ComputeTrouble, most = maxMessageLength): string {
  let told = trouble;
  while (inData(told).length > most) {
    const shorter = shortened(told);
    if (shorter === told) break;
    told = shorter;
  }
  return inData(told);
}

/** With its text or list shorter by a quarter; itself where it has none. */
function shortened(trouble: ComputeTrouble): ComputeTrouble {
  if ("message" in trouble) return { ...trouble, message: shorterText(trouble.message) };
  if ("url" in trouble) return { ...trouble, url: shorterText(trouble.url) };
  if ("escapes" in trouble) return { ...trouble, escapes: [...trouble.escapes.slice(0, keptOf(trouble.escapes)), "…"] };
  return trouble;
}

function shorterText(text: string): string {
  return `${text.slice(0, keptOf(text))}…`;
}

/** So many that one more is fewer than before. */
function keptOf({ length }: { readonly length: number }): number {
  return Math.max(0, Math.floor((3 * length) / 4) - 1);
}

/** One argument behind the key; texts are in JSON. */
const numberInData = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const textInData = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const argument = new RegExp(
  String.raw`^ (\w+)=(${numberInData}|${textInData}|\[(?:${textInData}(?:,${textInData})*)?\])`,
);

/** What a text tells of a trouble; null for any other text, which is a stranger's or that of another version. */
export function readComputeTrouble(text: string): ComputeTrouble | null {
  const key = /^[a-z-]*/.exec(text)?.[0] ?? "";
  const found: Record<string, unknown> = { key };
  let rest = text.slice(key.length);
  try {
    for (let part = argument.exec(rest); part !== null; part = argument.exec(rest)) {
      const [whole, name = "", json = ""] = part;
      found[name] = JSON.parse(json);
      rest = rest.slice(whole.length);
    }
  } catch {
    return null;
  }
  return rest === "" && isComputeTrouble(found) ? found : null;
}

/** What an error tells of a trouble; null for all errors that the sandbox has not made. */
export function troubleOf(error: { readonly name: string; readonly message: string }): ComputeTrouble | null {
  return errorNames.has(error.name) ? readComputeTrouble(error.message) : null;
}
