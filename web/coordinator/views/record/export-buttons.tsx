import type { ExportFormat } from "../../../room/results/export-lines.ts";

interface Props {
  readonly onExport: (format: ExportFormat) => void;
  /** What is exported, for screen readers. */
  readonly label: string;
}

const choices: readonly {
  readonly format: ExportFormat;
  readonly shown: string;
  readonly name: string;
  readonly tip: string;
}[] = [
  { format: "jsonl", shown: "JSON Lines", name: "as JSON Lines", tip: "The values themselves, a line for each task" },
  { format: "json", shown: "JSON", name: "as JSON", tip: "The same objects as one list" },
  { format: "csv", shown: "CSV", name: "as CSV", tip: "The same columns, for most other programs" },
  { format: "excel", shown: "Excel", name: "for Excel", tip: "CSV that Excel reads with all its accents" },
];

/** One button for each kind of file, joined so that they are read as one choice. */
export function ExportButtons({ onExport, label }: Props) {
  return (
    <span className="export-buttons" role="group" aria-label={label}>
      {choices.map(({ format, shown, name, tip }) => (
        <button key={format} type="button" title={tip} aria-label={`${label} ${name}`} onClick={() => onExport(format)}>
          {shown}
        </button>
      ))}
    </span>
  );
}
