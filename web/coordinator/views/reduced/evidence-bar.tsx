import { formatNumber } from "../picture/format-number.ts";
import type { Evidence } from "./evidence.ts";

/**
 * How far a sequential test has come, between its two bounds: the bar begins in the middle, where nothing is known, and the test ends where it
 * reaches either end.
 */
export function EvidenceBar({ evidence, needed, claims: [first, second] }: Evidence) {
  const part = Math.max(-1, Math.min(1, evidence / needed));
  const words = `Evidence ${formatNumber(evidence)}, of ${formatNumber(-needed)} for ${second} to ${formatNumber(needed)} for ${first}`;
  return (
    <div className="evidence" role="img" aria-label={words}>
      <span>
        {second} <span className="evidence-bound">{formatNumber(-needed)}</span>
      </span>
      <span className="evidence-track">
        <span
          className="evidence-fill"
          style={{ left: `${50 + 50 * Math.min(0, part)}%`, width: `${50 * Math.abs(part)}%` }}
        />
      </span>
      <span>
        <span className="evidence-bound">{formatNumber(needed)}</span> {first}
      </span>
    </div>
  );
}
