import type { JobKey } from "../../journal/journal.ts";
import type { Coordinator } from "../coordinator.ts";

interface Props {
  readonly coordinator: Coordinator;
  readonly job: JobKey;
  /** What is exported, for who cannot see what the buttons stand beside. */
  readonly label: string;
}

export function ExportButtons({ coordinator, job, label }: Props) {
  return (
    <>
      <button type="button" aria-label={`${label} as JSON lines`} onClick={() => coordinator.exportJob(job, "jsonl")}>
        JSON lines
      </button>
      <button type="button" aria-label={`${label} as CSV`} onClick={() => coordinator.exportJob(job, "csv")}>
        CSV
      </button>
    </>
  );
}
