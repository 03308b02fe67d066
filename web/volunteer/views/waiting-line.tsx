import { useEffect, useState } from "react";
import { joinWaitsMs, waitingWords, type JoinStep } from "./waiting-words.ts";

/** Says that something still happens, since it was first shown. */
export function WaitingLine({ step }: { readonly step: JoinStep }) {
  const [over, setOver] = useState(0);
  useEffect(() => {
    const timers = joinWaitsMs.map((waitMs, index) => setTimeout(() => setOver(index + 1), waitMs));
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <p className="hint" role="status">
      {waitingWords(step, over)}
    </p>
  );
}
