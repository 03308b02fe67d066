import { isFields } from "../../../core/fields.ts";

/** What a sequential test of two claims has found so far. */
export interface Evidence {
  /** Logarithm of how many times as likely the results are by the first claim as by the second. */
  readonly evidence: number;
  /** Above it the first claim is accepted, below its negative the second one. Above 0. */
  readonly needed: number;
  /** Each in a few words. */
  readonly claims: readonly [first: string, second: string];
}

/** The evidence that a reduced value tells of, by its fields; null where it is no such value. */
export function evidenceIn(reduced: unknown): Evidence | null {
  if (!isFields(reduced) || !Array.isArray(reduced["claims"])) return null;
  const { evidence, needed } = reduced;
  const [first, second, ...others]: unknown[] = reduced["claims"];
  if (typeof first !== "string" || typeof second !== "string" || others.length > 0) return null;
  if (typeof evidence !== "number" || typeof needed !== "number") return null;
  if (!Number.isFinite(evidence) || !Number.isFinite(needed) || needed <= 0) return null;
  return { evidence, needed, claims: [first, second] };
}
