import type { TaskOrder } from "../../../table/table-query.ts";
import { taskColumns } from "./task-columns.ts";

interface Props {
  readonly by: TaskOrder;
  readonly onChange: (by: TaskOrder) => void;
}

/** Choice of an order on narrow screens, where not every column has a header to click. */
export function SortMenu({ by, onChange }: Props) {
  const options = taskColumns.flatMap(({ column, label }) =>
    (["ascending", "descending"] as const).map((direction) => ({ column, label, direction })),
  );
  const chosen = options.findIndex(({ column, direction }) => column === by.column && direction === by.direction);
  return (
    <select
      className="sort-menu"
      aria-label="Sort the tasks by"
      value={chosen}
      onChange={(event) => {
        const option = options[Number(event.target.value)];
        if (option !== undefined) onChange({ column: option.column, direction: option.direction });
      }}
    >
      {options.map(({ label, direction }, at) => (
        <option key={`${label} ${direction}`} value={at}>
          {label} {direction === "ascending" ? "▲" : "▼"}
        </option>
      ))}
    </select>
  );
}
