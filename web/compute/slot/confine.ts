/**
 * What task code does not get. Not the wall (that is the frame's policy), but what would hurt inside it: nested Workers
 * at times hang the outer one, words under the slot's name or in a flood, and silent ends.
 */
export const takenAway = [
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

/** Removes the names from the global object and from whatever it inherits them from. */
export function takeAway(global: object, names: readonly string[]): void {
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
 * Keeps what a task throws outside its call (in a timer, in a promise nobody waits for) from reaching the frame, where a
 * flood of it would hold up all slots. First in line, so task code cannot stop it; the original methods, so that task
 * code is not handed the event's owner. A task's own handlers are not called: what those throw goes to the frame, past
 * every listener here, and ends the slot.
 */
export function swallowStrayErrors(target: EventTarget): void {
  // oxlint-disable-next-line typescript/unbound-method -- called on each event below
  const { preventDefault, stopImmediatePropagation } = Event.prototype;
  const { apply } = Reflect;
  const swallow = (event: Event): void => {
    apply(preventDefault, event, []);
    apply(stopImmediatePropagation, event, []);
  };
  // Capturing, since a capturing listener of the task would be called before others.
  target.addEventListener("error", swallow, true);
  target.addEventListener("unhandledrejection", swallow, true);
}
