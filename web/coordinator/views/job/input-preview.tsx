import { useId } from "react";
import type { InputPreview as Preview } from "../../../workloads/inputs/preview.ts";

// Rows and columns have no names of their own, and never change their order.
/* oxlint-disable react/no-array-index-key */

/** The first inputs as they are read from a text or a file, with the type of each column. */
export function InputPreview({ about, columns, rows }: Preview) {
  const id = useId();
  return (
    <section className="input-preview" aria-labelledby={id}>
      <p className="hint" id={id}>
        <strong>Preview.</strong> {about}
      </p>
      {/* Columns may be many: the table scrolls by itself, and by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="input-preview-scroll" role="region" aria-label="First inputs" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map(({ name, type }, at) => (
                <th key={at} scope="col">
                  {name} <span className="unit">({type})</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
