/** What a job of one's own may be shown as beside its table: the choices of the form, and of a module's `view`. */
export const views = [
  { id: "numbers", label: "values, task by task" },
  { id: "histogram", label: "how often each value came" },
  { id: "scatter", label: "y over x, a dot for each" },
  { id: "runtimes", label: "runtimes, task by task" },
  { id: "tiles", label: "tiles, drawn in one place" },
  { id: "table", label: "none" },
];
