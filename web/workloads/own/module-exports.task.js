// Run in the page's own sandbox, to read what a person's module says beside its function.
/** @param {{ names: readonly string[], most: number }} input @param {Record<string, any>} module */
export default async function call({ names, most }, module) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const name of names) {
    const given = await (typeof module[name] === "function" ? module[name]() : module[name]);
    found[name] = name === "inputs" ? await inputsIn(given, most) : given;
  }
  return found;
}

/** @param {any} inputs @param {number} most */
async function inputsIn(inputs, most) {
  if (Array.isArray(inputs)) return inputs.length > most ? { type: "many" } : { type: "list", values: inputs };
  if (typeof inputs !== "object" || inputs === null) return { type: "other", found: typeof inputs };
  if (Symbol.iterator in inputs || Symbol.asyncIterator in inputs) {
    const values = [];
    for await (const value of inputs) {
      if (values.length === most) return { type: "many" };
      values.push(value);
    }
    return { type: "list", values };
  }
  const { from, to, step = 1 } = inputs;
  return "from" in inputs && "to" in inputs ? { type: "range", from, to, step } : { type: "other", found: "object" };
}
