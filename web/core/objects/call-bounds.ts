import { maxValueBytes } from "../values/limits.ts";

/** Most calls of one attempt that wait for their answers. Each takes memory where the objects are for as long as it waits. */
export const mostOpenCalls = 256;

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
