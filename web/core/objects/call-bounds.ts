import { maxValueBytes } from "../values/limits.ts";

/** Most calls of one caller that wait where the objects are. Thousands of concurrent calls of one task are a program's mistake. */
export const mostWaitingCalls = 10_000;

/** Most calls of one attempt that are on their way: more than may wait, so that a release reaches a lock for which all others wait. */
export const mostOpenCalls = mostWaitingCalls + 256;

/** Bytes of the requests of those calls together. A request of this size fits into one message. */
export const mostOpenCallBytes = maxValueBytes;

/** Most arguments of one call. */
export const mostCallArguments = 16;

/** Values of a request beside its arguments: the object and the method. */
const namesInRequest = 2;

/** Whether a request may have so many values. */
export function isRequestLength(values: number): boolean {
  return values >= namesInRequest && values <= namesInRequest + mostCallArguments;
}

/** Values of an answer: `"value"` and the value, or `"error"`, a name and a message. */
const mostInAnswer = 3;

/** Whether an answer may have so many values. */
export function isAnswerLength(values: number): boolean {
  return values === mostInAnswer || values === mostInAnswer - 1;
}
