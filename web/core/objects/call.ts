import type { Epoch, LeaseId } from "../ids.ts";
import type { Packed } from "../values/format.ts";

declare const objectBrand: unique symbol;

/** 96 or more random bits in base64url. A capability: every caller that knows it may call the object. */
export type ObjectId = string & { readonly [objectBrand]: true };

export function isObjectId(value: unknown): value is ObjectId {
  return typeof value === "string" && /^[A-Za-z0-9_-]{16,64}$/.test(value);
}

/** One attempt of one task: it calls shared objects until the task is answered or its lease ends. */
export interface Caller {
  readonly epoch: Epoch;
  readonly lease: LeaseId;
  readonly task: number;
}

/** Names a caller within a home. The home's own program and clients of a manager have keys of other forms. */
export type CallerKey = string;

export function callerKey({ epoch, lease, task }: Caller): CallerKey {
  return `${epoch}.${lease}.${task}`;
}

/** `done`: its task has a result, also an error that it threw. `lost`: anything else that ended it. */
export type CallerEnd = "done" | "lost";

/** One method call of a caller. Calls of a caller arrive in the order of their numbers, and its answers in the order in which they are given. */
export interface NumberedCall {
  /** Counts up from 1 within the caller. A number that is not above all before it belongs to a doubled call. */
  readonly number: number;
  /** How many answers the caller has had so far: what it was given by later ones goes back if it is lost. */
  readonly received: number;
}

/** An object's method, and its arguments as separate values. */
export interface Request {
  readonly method: string;
  readonly args: Packed;
}
