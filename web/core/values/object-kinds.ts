/** Whether objects of a prototype are of a class of their author's own. */
const ownClasses = new WeakMap<object, boolean>();

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** An object without a class. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** `new Number(5)` and the like. */
export function isBoxed(value: object): value is { valueOf(): unknown } {
  return [Number, String, Boolean, BigInt, Symbol].some((box) => value instanceof box);
}

/** An object of a class of its author's own, and of none that the language or the platform has made. */
export function isInstance(value: object): boolean {
  for (let prototype: unknown = Object.getPrototypeOf(value); isObject(prototype);) {
    if (prototype === Object.prototype) return true;
    const isOwn = ownClasses.get(prototype) ?? isOwnPrototype(prototype);
    ownClasses.set(prototype, isOwn);
    if (!isOwn) return false;
    prototype = Object.getPrototypeOf(prototype);
  }
  return true;
}

/** `Promise`, `URL` */
export function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/**
 * Whether the prototype belongs to a class of an author's own, of whose objects structured clones keep the properties. One
 * that the language or the platform has made stands for objects that hold something else.
 */
function isOwnPrototype(prototype: object): boolean {
  const constructor = Object.getOwnPropertyDescriptor(prototype, "constructor");
  if (constructor === undefined) return !Object.hasOwn(prototype, Symbol.toStringTag);
  const made: unknown = constructor.value;
  // Node makes some of the platform's in JavaScript: those are known everywhere.
  if (typeof made !== "function" || Reflect.get(globalThis, made.name) === made) return false;
  return !/\[native code\]/.test(Function.prototype.toString.call(made));
}
