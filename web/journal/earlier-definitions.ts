import type { Fields } from "../core/fields.ts";
import { fieldsOf } from "./change-records.ts";

/** What the page of version 2 knew of the only workload that shipped with it. */
const squares = {
  title: "Squares",
  unit: "number",
  view: { type: "table", input: "{0}", task: "{0} * {0}" },
};

/** A job of any other workload is told by that workload's name, and its inputs as they are. */
const others = { unit: "task", view: { type: "table", input: null, task: null } };

export function titleOf(workload: unknown): string {
  return workload === "squares" ? squares.title : String(workload);
}

/** A definition of version 3 from one of version 2, which named a workload in place of what is now in it. */
export function selfDescribing({ workload, program, inputs, options }: Fields): Fields {
  const { unit, view } = workload === "squares" ? squares : others;
  return {
    title: titleOf(workload),
    unit,
    program: { ...fieldsOf(program), files: {} },
    inputs,
    shared: null,
    options: { ...fieldsOf(options), seed: 0 },
    needs: [],
    view,
  };
}
