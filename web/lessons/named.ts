/** Gives functions the names by which people know them: a build shortens them, and a job is called by its function's. */
export function named(functions: Readonly<Record<string, object>>): void {
  for (const [name, one] of Object.entries(functions)) Object.defineProperty(one, "name", { value: name });
}
