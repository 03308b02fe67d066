import { kindOf } from "../kind-of.ts";
import type { Registered } from "./manager-types.ts";

/** Names of managers and connections themselves, and the one that would make a promise of them. */
const ownNames: ReadonlySet<string> = new Set(["address", "clients", "close", "code", "link", "shutdown", "then"]);

export function mayBeRegistered(name: string): boolean {
  return !ownNames.has(name) && !(name in Object.prototype);
}

/**
 * The functions of an object, and of one of a class the methods: as Python's managers have them, all but those whose name begins with an
 * underscore. Each is called as a method of the object.
 *
 * @throws TypeError for what is no object with functions under names that can be registered.
 */
export function readRegister(register: unknown): Registered {
  if (typeof register !== "object" || register === null || Array.isArray(register)) {
    throw new TypeError(`register must be an object of functions by their names, got ${kindOf(register)}`);
  }
  const isOfClass = !isPlain(register);
  const names: Record<string, (...args: never[]) => unknown> = {};
  const add = (name: string, call: unknown): void => {
    if (!mayBeRegistered(name)) throw new TypeError(`register: \`${name}\` is a name of the manager itself`);
    if (typeof call !== "function")
      throw new TypeError(`register: \`${name}\` must be a function, got ${kindOf(call)}`);
    if (isClass(call)) {
      throw new TypeError(
        `register: \`${name}\` is a class: give a function that makes what it gives, or an object of the class`,
      );
    }
    names[name] ??= (...args) => Reflect.apply(call, register, args);
  };
  for (const [name, call] of Object.entries(register)) {
    // Other fields of an object of a class are its own matter.
    if (!isOfClass || typeof call === "function") add(name, call);
  }
  for (const [name, call] of methodsOf(register)) add(name, call);
  if (isOfClass && Object.keys(names).length === 0) {
    throw new TypeError(
      "register must be an object of functions by their names: this object of a class has no methods",
    );
  }
  return names;
}

function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function isClass(call: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(call));
}

/** Methods of the object's classes, the nearest first. What is read by a getter is none. */
function* methodsOf(object: object): Generator<[name: string, method: unknown]> {
  let prototype: unknown = Object.getPrototypeOf(object);
  while (typeof prototype === "object" && prototype !== null && prototype !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === "function" && !name.startsWith("_") && !(name in Object.prototype)) yield [name, value];
    }
    prototype = Object.getPrototypeOf(prototype);
  }
}

/** Gives the object a method for each name. */
export function defineCalls(
  target: object,
  names: Iterable<string>,
  call: (name: string, args: readonly unknown[]) => Promise<unknown>,
): void {
  for (const name of names) {
    Object.defineProperty(target, name, { value: (...args: readonly unknown[]) => call(name, args), enumerable: true });
  }
}
