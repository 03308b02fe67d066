/**
 * Where two values differ in anything that structured clones keep: kinds, signs of zero, holes, own keys and their order,
 * which parts are one and the same. An empty list for two values that no program can tell apart but by identity.
 */
export function differences(expected: unknown, actual: unknown): readonly string[] {
  const found: string[] = [];
  const partners = new Map<object, object>();

  const look = (one: unknown, other: unknown, way: string): void => {
    if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
      if (!Object.is(one, other))
        found.push(`${way}: ${typeof one} ${String(one)} is ${typeof other} ${String(other)}`);
      return;
    }
    const partner = partners.get(one);
    if (partner !== undefined) {
      if (partner !== other) found.push(`${way}: no longer the same object as before`);
      return;
    }
    partners.set(one, other);
    if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) {
      found.push(`${way}: ${kindOf(one)} is ${kindOf(other)}`);
      return;
    }
    const [parts, others] = [partsOf(one), partsOf(other)];
    if (parts.length !== others.length) found.push(`${way}: ${parts.length} parts are ${others.length}`);
    for (const [at, [name, part]] of parts.entries()) {
      const [otherName, otherPart] = others[at] ?? ["nothing", undefined];
      if (name === otherName) look(part, otherPart, `${way}/${name}`);
      else found.push(`${way}: ${name} is ${otherName}`);
    }
  };

  look(expected, actual, "");
  return found;
}

function kindOf(value: object): string {
  return Object.prototype.toString.call(value);
}

type Part = readonly [name: string, value: unknown];

function partsOf(value: object): readonly Part[] {
  const own: Part[] = ArrayBuffer.isView(value)
    ? []
    : Object.keys(value).map((key) => [`own ${JSON.stringify(key)}`, Reflect.get(value, key)]);
  return [...insides(value), ...own];
}

function insides(value: object): Part[] {
  if (Array.isArray(value)) return [["length", value.length]];
  if (value instanceof Map) {
    return [...value].flatMap(([key, item], at): Part[] => [
      [`key ${at}`, key],
      [`value ${at}`, item],
    ]);
  }
  if (value instanceof Set) return [...value].map((item, at): Part => [`element ${at}`, item]);
  if (value instanceof Date) return [["time", value.getTime()]];
  if (value instanceof RegExp) return [["pattern", String(value)]];
  if (value instanceof ArrayBuffer) return [["bytes", new Uint8Array(value).join()]];
  if (ArrayBuffer.isView(value)) return viewParts(value);
  if (value instanceof Error) return errorParts(value);
  return [];
}

/** Where the view has its buffer for itself, only what it shows of that counts. */
function viewParts({ buffer, byteOffset, byteLength }: ArrayBufferView): Part[] {
  return [
    ["bytes", new Uint8Array(buffer, byteOffset, byteLength).join()],
    ["length", byteLength],
  ];
}

function errorParts(error: Error): Part[] {
  const hidden = ["cause", "errors"].filter((key) => Object.hasOwn(error, key));
  return [
    ["name", error.name],
    ["message", error.message],
    ["stack", error.stack],
    ...hidden.map((key): Part => [key, Reflect.get(error, key)]),
  ];
}
