import type { ExportFormat } from "../job-export.ts";

interface Props {
  readonly onExport: (format: ExportFormat) => void;
  /** What is exported, for who cannot see what the buttons stand beside. */
  readonly label: string;
}

export function ExportButtons({ onExport, label }: Props) {
  return (
    <>
      <button type="button" aria-label={`${label} as JSON lines`} onClick={() => onExport("jsonl")}>
        JSON lines
      </button>
      <button type="button" aria-label={`${label} as CSV`} onClick={() => onExport("csv")}>
        CSV
      </button>
    </>
  );
}
