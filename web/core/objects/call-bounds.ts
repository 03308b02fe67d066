import { maxValueBytes } from "../values/limits.ts";

/** Most calls of one caller that wait where the objects are. Thousands of concurrent calls of one task are a program's mistake. */
export const mostWaitingCalls = 10_000;

/** Most calls of one attempt that are on their way: more than may wait, so that a release reaches a lock for which all others wait. */
export const mostOpenCalls = mostWaitingCalls + 256;

/** Bytes of the requests of those calls together. A request of this size fits into one message. */
export const mostOpenCallBytes = maxValueBytes;

/** Most calls of one volunteer that are on their way, of all its tasks: each takes about a kilobyte at the coordinator for as long as it waits. */
export const mostVolunteerCalls = 65_536;

/** Bytes of requests for which the coordinator gives credit in one message: small calls cost next to none. */
export const callCreditBytes = 2 ** 20;

/**
 * Most bytes of requests that a volunteer has sent and has no credit for, of all its tasks. The largest request has room as soon as
 * the coordinator keeps none: up to a message's worth of credit is not given yet by then.
 */
export const mostUncreditedBytes = mostOpenCallBytes + callCreditBytes;

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
