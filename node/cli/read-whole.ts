import { UsageError } from "../../signaling/usage.ts";
import { describeWholeNumber, parseWholeNumber, type Limits } from "../../web/words/whole-number.ts";

/** `option`: what is told where its text is no such number. undefined where it was not given. @throws UsageError */
export function readWhole(option: string, text: string | undefined, limits: Limits): number | undefined {
  if (text === undefined) return undefined;
  const whole = parseWholeNumber(text, limits);
  if (whole.type === "value") return whole.value;
  throw new UsageError(`${option} must be ${describeWholeNumber(limits)}, not "${text}".`);
}
