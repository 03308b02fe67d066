/**
 * Names that task code does not get. They are no protection (the frame's policy is), but each harms the slot: nested
 * Workers sometimes hang the outer one, messages and errors reach the frame in the slot's name, `close` ends the slot.
 */
export const removedNames = [
  "Worker",
  "SharedWorker",
  "BroadcastChannel",
  "importScripts",
  "postMessage",
  "onmessage",
  "onmessageerror",
  "close",
  "reportError",
] as const;

/** Removes the names from the global object and from all prototypes that it inherits from. */
export function removeNames(global: object, names: readonly string[]): void {
  for (let holder: object | null = global; holder !== null; holder = parentOf(holder)) {
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(holder, name);
      if (property === undefined) continue;
      if (property.configurable === true) Reflect.deleteProperty(holder, name);
      else Reflect.set(holder, name, undefined);
    }
  }
}

function parentOf(holder: object): object | null {
  const parent: unknown = Object.getPrototypeOf(holder);
  return typeof parent === "object" ? parent : null;
}

/**
 * Stops errors that a task throws outside its call (in a timer, in a promise that is not awaited) before they reach the
 * frame, where a flood of them would hold up all slots. Call before task code is loaded: the first listener cannot be
 * stopped, and the original methods of `Event` keep the event from task code. Handlers of the task are not called: an error
 * in one would reach the frame past every listener here, and end the slot.
 */
export function swallowStrayErrors(target: EventTarget): void {
  // oxlint-disable-next-line typescript/unbound-method -- called on each event below
  const { preventDefault, stopImmediatePropagation } = Event.prototype;
  const { apply } = Reflect;
  const swallow = (event: Event): void => {
    apply(preventDefault, event, []);
    apply(stopImmediatePropagation, event, []);
  };
  // Capturing: a capturing listener of the task would be called before other ones.
  target.addEventListener("error", swallow, true);
  target.addEventListener("unhandledrejection", swallow, true);
}
