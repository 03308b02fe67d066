import { inBackground } from "../../core/in-background.ts";
import type { ObjectHome } from "./home.ts";
import { drawObjectId } from "./object-id.ts";
import { objectsIn } from "./proxies-in.ts";
import { Handle, type MakeObject, type Reach } from "./shared-object.ts";

let home: Promise<ObjectHome> | null = null;

/** The home, once all calls that were made before it was there have gone to it. */
let openHome: ObjectHome | null = null;
let early = 0;

/** The home of this page or process. Most programs share nothing, so it is loaded with the first object. */
export function homeHere(): Promise<ObjectHome> {
  home ??= import("./home.ts").then(({ ObjectHome }) => new ObjectHome());
  return home;
}

/** Does it at once where the home is there, and otherwise in turn. */
export async function withHome<Answer>(work: (here: ObjectHome) => Answer): Promise<Awaited<Answer>> {
  if (openHome !== null) return await work(openHome);
  early += 1;
  const here = await homeHere();
  early -= 1;
  if (early === 0) openHome = here;
  return await work(here);
}

/** What is given as it is now: its owner may change it before what packs it is there. */
export function snapshot<Given>(args: Given): Given {
  try {
    // A clone of an error has lost its own name.
    for (const object of objectsIn(args)) if (object instanceof Error) return args;
    return structuredClone(args);
  } catch {
    // What cannot travel is refused there, in its words.
    return args;
  }
}

/** Whether this page or process has made an object, so that any value of its program may hold one. */
export function hasObjects(): boolean {
  return home !== null;
}

/** What programs of jobs have of shared objects. */
export interface ObjectsInPrograms {
  /** The text of the module that makes proxies of handles. */
  readonly prelude: string;
  /** Makes proxies of handles in what a task has returned, in place. */
  revive(value: unknown): unknown;
}

export async function objectsInPrograms(): Promise<ObjectsInPrograms> {
  const [here, { objectsPrelude }] = await Promise.all([homeHere(), import("virtual:tabpool-objects-prelude")]);
  return { prelude: objectsPrelude, revive: (value) => here.revive(value) };
}

const reach: Reach = {
  call(object, method, args) {
    const now = openHome === null ? snapshot(args) : args;
    return withHome((here) => here.callHere(object, method, now));
  },
};

/** Makes an object here. It lives as long as the page or process. */
export const makeObjectHere: MakeObject = (kind, settings) => {
  const id = drawObjectId();
  const asOfNow = openHome === null ? snapshot(settings) : settings;
  // Should the home not load, the first call says so.
  inBackground(
    withHome((here) => here.makeObject(id, asOfNow)),
    () => undefined,
  );
  return new Handle(`${kind}:${id}`, reach);
};
