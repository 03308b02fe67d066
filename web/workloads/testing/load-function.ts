type TaskFunction = (input: unknown) => unknown;

function isTaskModule(module: unknown): module is { readonly default: TaskFunction } {
  return typeof module === "object" && module !== null && "default" in module && typeof module.default === "function";
}

/** The function of a job's program, as a slot would get it. */
export async function loadFunction(source: string): Promise<TaskFunction> {
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  if (!isTaskModule(module)) throw new Error("no default export");
  return module.default;
}
