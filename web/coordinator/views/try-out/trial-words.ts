import { troubleOf } from "../../../core/compute-trouble.ts";
import { programFileName } from "../../../core/job/import-specifiers.ts";
import type { ThrownError } from "../../../core/job/job.ts";
import { describeThrown } from "../../../core/values/describe-thrown.ts";
import { isError } from "../../../core/values/thrown.ts";
import { thrownInWords } from "../../../words/thrown-in-words.ts";

/** A place in the person's own text. */
interface ProgramPlace {
  /** Counted from 1. */
  readonly line: number;
  readonly code: string;
}

export interface FailureWords {
  /** `TypeError: n is not a function` */
  readonly title: string;
  /** Where it was thrown, if in a file that the program imports: `helper.js, line 3`; else null. */
  readonly fileLine: string | null;
  /** Where it was thrown in the program itself, or on the way there; null where no line of the program is named. */
  readonly place: ProgramPlace | null;
  /** What to look at; null where the error says it all. */
  readonly advice: string | null;
  /** Of what caused it, the nearest first: `Error: root` */
  readonly causes: readonly string[];
  readonly stack: string;
}

/** A cause may be its own cause. */
const mostCauses = 5;

/** What only a page has, as the browsers' messages name it. */
const ofPages =
  /^(?:Can't find variable: )?(window|document|localStorage|sessionStorage|alert|prompt|confirm|parent|top|Image|requestAnimationFrame)\b/;

/** `text` is the program as the person wrote it: its lines are those of the program that ran. */
export function failureInWords(thrown: unknown, text: string): FailureWords {
  const { name, message, stack } = thrownInWords(thrown);
  return {
    title: `${name}: ${message}`,
    fileLine: fileLineIn(stack),
    place: placeIn(stack, text),
    advice: adviceFor(describeThrown(thrown)),
    causes: causesOf(thrown),
    stack,
  };
}

/** Of the uppermost call that is in a module of the job. */
function fileLineIn(stack: string): string | null {
  const [, file, line] = /(?:\bat |\(|@)([^\s()@]+\.m?[jt]s):(\d+):\d+/.exec(stack) ?? [];
  return file === undefined || file === programFileName ? null : `${file}, line ${line}`;
}

function placeIn(stack: string, text: string): ProgramPlace | null {
  const line = Number(/(?:^|[\s(@])task\.js:(\d+)/m.exec(stack)?.[1] ?? 0);
  const code = text.split(/\r\n|[\n\r]/)[line - 1]?.trim();
  return code === undefined ? null : { line, code };
}

function adviceFor(error: ThrownError): string | null {
  const { name, message } = error;
  const missing = name === "ReferenceError" ? ofPages.exec(message)?.[1] : undefined;
  if (missing !== undefined) {
    return `Tasks run in Workers, which have no page: there is no ${missing}. What a function needs comes with its input, or is in its text.`;
  }
  const trouble = troubleOf(error)?.key;
  if (trouble === "task-too-long" || trouble === "loading-too-long") {
    return "Does it come to an end? How long a task may take is the option Time limit; a try-out takes 10 s where that is auto, and 60 s at most.";
  }
  return null;
}

function causesOf(thrown: unknown): readonly string[] {
  const causes: string[] = [];
  let at: unknown = thrown;
  while (isError(at) && at.cause !== undefined && causes.length < mostCauses) {
    at = at.cause;
    const { name, message } = thrownInWords(at);
    causes.push(`${name}: ${message}`);
  }
  return causes;
}
