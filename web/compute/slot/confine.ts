/**
 * Names that task code does not get. They are no protection of data (the frame's policy is). The first ones harm the slot: nested
 * Workers sometimes hang the outer one, messages and errors reach the frame in the slot's name, `close` ends the slot. The others
 * are what no task needs.
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
  // Codecs may have processors of their own, which pages share.
  "ImageDecoder",
  "MediaSource",
  "AudioData",
  "AudioDecoder",
  "AudioEncoder",
  "VideoDecoder",
  "VideoEncoder",
  "VideoFrame",
  // They tell which fonts are installed.
  "FontFace",
  "fonts",
  // They tell how busy the machine is, and whether somebody sits at it.
  "PressureObserver",
  "IdleDetector",
] as const;

/**
 * What is left of `navigator`: by these, programs tell browsers apart and choose how much to do at once. All else tells of the
 * machine, or leads to its devices.
 */
export const navigatorNames = [
  "constructor",
  // Older libraries read these two as they load.
  "appName",
  "appVersion",
  "hardwareConcurrency",
  "language",
  "languages",
  "onLine",
  "userAgent",
  "platform",
] as const;

/** The prototype of canvases that have no place in a page. */
interface CanvasPrototype {
  getContext: unknown;
}

/**
 * Leaves tasks canvases that are drawn by their own Worker. All pages of a browser share one process for its graphics processor: what
 * takes long there keeps every tab from being drawn, also after the Worker has ended.
 */
export function confineCanvas(prototype: CanvasPrototype): void {
  const { getContext } = prototype;
  const { apply } = Reflect;
  const toText = String;
  if (typeof getContext !== "function") return;
  prototype.getContext = function (this: unknown, type: unknown, settings?: object): unknown {
    // Made a text once: an object could become another one the second time.
    const kind = toText(type);
    // Browsers draw canvases that are read often without the graphics processor.
    if (kind === "2d") return apply(getContext, this, [kind, { ...settings, willReadFrequently: true }]);
    return kind === "bitmaprenderer" ? apply(getContext, this, [kind]) : null;
  };
}

/** Removes the names from the global object and from all prototypes that it inherits from. */
export function removeNames(global: object, names: readonly string[]): void {
  for (let holder: object | null = global; holder !== null; holder = parentOf(holder)) {
    for (const name of names) removeName(holder, name);
  }
}

/** Removes all names but the given ones from the object, and from what it inherits from up to `Object.prototype`. */
export function keepNames(object: object, kept: readonly string[]): void {
  for (let holder: object | null = object; holder !== null && holder !== Object.prototype; holder = parentOf(holder)) {
    for (const name of Object.getOwnPropertyNames(holder)) if (!kept.includes(name)) removeName(holder, name);
  }
}

function removeName(holder: object, name: string): void {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  if (property === undefined) return;
  if (property.configurable === true) Reflect.deleteProperty(holder, name);
  else Reflect.set(holder, name, undefined);
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
