import { kindOf } from "../kind-of.ts";
import type { Registered } from "./manager-types.ts";

/** Names of managers and connections themselves, and the one that would make a promise of them. */
const ownNames: ReadonlySet<string> = new Set(["address", "clients", "close", "code", "link", "shutdown", "then"]);

export function mayBeRegistered(name: string): boolean {
  return !ownNames.has(name) && !(name in Object.prototype);
}

/** @throws TypeError for what is no object with functions under names that can be registered. */
export function readRegister(register: unknown): Registered {
  if (typeof register !== "object" || register === null) {
    throw new TypeError(`register must be an object of functions by their names, got ${kindOf(register)}`);
  }
  const names: Record<string, (...args: never[]) => unknown> = {};
  for (const [name, call] of Object.entries(register)) {
    if (!mayBeRegistered(name)) throw new TypeError(`register: \`${name}\` is a name of the manager itself`);
    if (typeof call !== "function")
      throw new TypeError(`register: \`${name}\` must be a function, got ${kindOf(call)}`);
    names[name] = (...args) => Reflect.apply(call, undefined, args);
  }
  return names;
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
